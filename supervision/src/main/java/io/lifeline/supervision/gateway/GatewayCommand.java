package io.lifeline.supervision.gateway;

import io.lifeline.connection.Ending;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;

/**
 * What a back end may ask of Lifeline, the same on every node. Send it to the gateway actor; an
 * asker who does not care passes {@code system.ignoreRef()} as {@code replyTo}.
 *
 * <p>Data is one JSON value as UTF-8 bytes. A publisher never waits for a subscriber: the answer
 * says that the message has its position, not that anyone has read it.
 */
public sealed interface GatewayCommand {

  /** Publishes to a channel, whose subscribers get it in the channel's order. */
  record Publish(String channel, ByteString json, ActorRef<PublishReply> replyTo)
      implements GatewayCommand {}

  /** Publishes to the personal channel of a user: each of the user's connections gets it. */
  record PushToUser(String user, ByteString json, ActorRef<PublishReply> replyTo)
      implements GatewayCommand {}

  /** Publishes the same data to each of {@code channels}; the answers are in their order. */
  record Broadcast(List<String> channels, ByteString json, ActorRef<BroadcastReply> replyTo)
      implements GatewayCommand {
    public Broadcast {
      channels = List.copyOf(channels);
    }
  }

  /**
   * Ends the connections of a user.
   *
   * @param except names of connections that stay
   */
  record DisconnectUser(
      String user, Set<String> except, Ending ending, ActorRef<DisconnectReply> replyTo)
      implements GatewayCommand {
    public DisconnectUser {
      except = Set.copyOf(except);
    }

    /** Ends every connection of a user. */
    public DisconnectUser(String user, Ending ending, ActorRef<DisconnectReply> replyTo) {
      this(user, Set.of(), ending, replyTo);
    }
  }

  /**
   * Ends one connection.
   *
   * @param user to whom it must belong, else it stays; empty: to anyone
   */
  record DisconnectConnection(
      String connection, String user, Ending ending, ActorRef<DisconnectReply> replyTo)
      implements GatewayCommand {
    /** Ends one connection, whoever it belongs to. */
    public DisconnectConnection(
        String connection, Ending ending, ActorRef<DisconnectReply> replyTo) {
      this(connection, "", ending, replyTo);
    }
  }

  /** Asks what this node holds. */
  record Info(ActorRef<InfoReply> replyTo) implements GatewayCommand {}

  /** How one publication went. */
  sealed interface PublishReply {}

  /**
   * The message has its place.
   *
   * @param nodes how many nodes have subscribers and took it
   */
  record Published(long offset, String epoch, int nodes) implements PublishReply {}

  /**
   * The message was not taken.
   *
   * @param code as in {@link io.lifeline.connection.ChannelOutcome.Rejected}
   */
  record NotPublished(int code, String message) implements PublishReply {}

  /**
   * @param replies one for each channel, in the order of the request
   */
  record BroadcastReply(List<PublishReply> replies) {
    public BroadcastReply {
      replies = List.copyOf(replies);
    }
  }

  /**
   * @param connections how many were told to end
   */
  record DisconnectReply(int connections) {}

  /** What a node holds. */
  record InfoReply(String node, int connections, int users, int channels, int subscriptions) {}
}
