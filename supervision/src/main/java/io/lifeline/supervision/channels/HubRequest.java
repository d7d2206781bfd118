package io.lifeline.supervision.channels;

import io.lifeline.connection.Ending;
import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.receptionist.ServiceKey;

/** What a gateway asks of the hub of each node; answered once, with the ticket. */
sealed interface HubRequest extends ClusterMessage {
  /** The name under which each node's hub is found in the Receptionist. */
  ServiceKey<HubRequest> KEY = ServiceKey.create(HubRequest.class, "lifeline-hub");

  long ticket();

  ActorRef<HubAnswer> replyTo();

  /** Ends the connections of a user; {@code except} names those that stay. */
  record EndUser(
      String user, Set<String> except, Ending ending, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {
    public EndUser {
      except = Set.copyOf(except);
    }
  }

  /** Ends one connection, if it belongs to this user; an empty user is anyone. */
  record EndConnection(
      String connection, String user, Ending ending, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {}

  /** Lets the connections of a user into a channel. */
  record SubscribeUser(String user, String channel, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {}

  /** Takes the connections of a user out of a channel. */
  record UnsubscribeUser(String user, String channel, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {}

  /** Asks what the node holds. */
  record Count(long ticket, ActorRef<HubAnswer> replyTo) implements HubRequest {}

  /** Asks who hears a channel; no more than {@code limit} are named. */
  record WhoHears(String channel, int limit, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {}

  /** Asks which channels have subscribers; no more than {@code limit} are named. */
  record WhichChannels(String pattern, int limit, long ticket, ActorRef<HubAnswer> replyTo)
      implements HubRequest {}
}
