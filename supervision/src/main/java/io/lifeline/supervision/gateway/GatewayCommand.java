package io.lifeline.supervision.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
import io.lifeline.connection.Present;
import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a back end may ask of Lifeline, the same on every node. Send it to the gateway actor; an
 * asker who does not care passes {@code system.ignoreRef()} as {@code replyTo}.
 *
 * <p>Data is one JSON value as UTF-8 bytes. A publisher never waits for a subscriber: the answer
 * says that the message has its position, not that anyone has read it.
 */
public sealed interface GatewayCommand extends ClusterMessage {

  /**
   * Publishes to a channel, whose subscribers get it in the channel's order.
   *
   * @param idempotencyKey by which a repetition is known, at most 255 characters; empty for none. A
   *     repetition is answered with the position of the first and not delivered again.
   * @param traceparent of the back end's own trace, as in W3C's Trace Context; null if there is
   *     none
   */
  record Publish(
      String channel,
      ByteString json,
      String idempotencyKey,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent,
      ActorRef<PublishReply> replyTo)
      implements GatewayCommand {
    /** Without a trace of one's own. */
    public Publish(
        String channel, ByteString json, String idempotencyKey, ActorRef<PublishReply> replyTo) {
      this(channel, json, idempotencyKey, null, replyTo);
    }

    /** Without a key: a repetition is a message of its own. */
    public Publish(String channel, ByteString json, ActorRef<PublishReply> replyTo) {
      this(channel, json, "", replyTo);
    }
  }

  /**
   * Publishes to the personal channel of a user: each of the user's connections gets it.
   *
   * @param idempotencyKey as in {@link Publish}
   * @param traceparent as in {@link Publish}
   */
  record PushToUser(
      String user,
      ByteString json,
      String idempotencyKey,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent,
      ActorRef<PublishReply> replyTo)
      implements GatewayCommand {
    /** Without a trace of one's own. */
    public PushToUser(
        String user, ByteString json, String idempotencyKey, ActorRef<PublishReply> replyTo) {
      this(user, json, idempotencyKey, null, replyTo);
    }

    /** Without a key. */
    public PushToUser(String user, ByteString json, ActorRef<PublishReply> replyTo) {
      this(user, json, "", replyTo);
    }
  }

  /**
   * Publishes the same data to each of {@code channels}; the answers are in their order.
   *
   * @param idempotencyKey as in {@link Publish}, for each of the channels
   * @param traceparent as in {@link Publish}; each of the channels has a span of its own
   */
  record Broadcast(
      List<String> channels,
      ByteString json,
      String idempotencyKey,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent,
      ActorRef<BroadcastReply> replyTo)
      implements GatewayCommand {
    public Broadcast {
      channels = List.copyOf(channels);
    }

    /** Without a trace of one's own. */
    public Broadcast(
        List<String> channels,
        ByteString json,
        String idempotencyKey,
        ActorRef<BroadcastReply> replyTo) {
      this(channels, json, idempotencyKey, null, replyTo);
    }

    /** Without a key. */
    public Broadcast(List<String> channels, ByteString json, ActorRef<BroadcastReply> replyTo) {
      this(channels, json, "", replyTo);
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

  /**
   * Lets every connection that a user has now into a channel, whatever its token says. Their
   * clients are told.
   */
  record SubscribeUser(String user, String channel, ActorRef<SubscriptionReply> replyTo)
      implements GatewayCommand {}

  /** Takes every connection of a user out of a channel. Their clients are told. */
  record UnsubscribeUser(String user, String channel, ActorRef<SubscriptionReply> replyTo)
      implements GatewayCommand {}

  /**
   * Asks who hears a channel.
   *
   * @param limit of connections that are named on each node, 0..10000; all are counted
   */
  record Presence(String channel, int limit, ActorRef<PresenceAnswer> replyTo)
      implements GatewayCommand {}

  /**
   * Asks for the latest messages of a channel.
   *
   * @param since only messages behind this position, or null: from the oldest that is kept
   * @param limit of messages, 0..1000; 0 asks for the position alone
   * @param reverse the newest first; {@code since} then is not looked at
   */
  record History(
      String channel,
      @Nullable Position since,
      int limit,
      boolean reverse,
      ActorRef<HistoryReply> replyTo)
      implements GatewayCommand {}

  /** Forgets the messages of a channel; its position stays. */
  record RemoveHistory(String channel, ActorRef<HistoryReply> replyTo) implements GatewayCommand {}

  /**
   * Asks which channels have subscribers, personal ones not.
   *
   * @param pattern a name; a trailing {@code *} matches any rest; empty: all
   * @param limit of names on each node, 1..10000
   */
  record Channels(String pattern, int limit, ActorRef<ChannelsReply> replyTo)
      implements GatewayCommand {}

  /** Asks what each node of the cluster holds. */
  record Info(ActorRef<InfoReply> replyTo) implements GatewayCommand {}

  /** How one publication went. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "as")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Published.class, name = "published"),
    @JsonSubTypes.Type(value = NotPublished.class, name = "not-published")
  })
  sealed interface PublishReply extends ClusterMessage {}

  /**
   * The message has its place.
   *
   * @param nodes how many nodes have subscribers and were told; 0 of a repetition
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
  record BroadcastReply(List<PublishReply> replies) implements ClusterMessage {
    public BroadcastReply {
      replies = List.copyOf(replies);
    }
  }

  /**
   * @param connections how many were told to end
   */
  record DisconnectReply(int connections) implements ClusterMessage {}

  /**
   * @param connections how many joined or left
   */
  record SubscriptionReply(int connections) implements ClusterMessage {}

  /** How a question for the presence went. */
  sealed interface PresenceAnswer extends ClusterMessage {}

  /**
   * Who hears a channel.
   *
   * @param present users with their connections on one node
   * @param connections how many, named or not
   * @param users how many of those that are named
   */
  record PresenceReply(List<Present> present, int connections, int users)
      implements PresenceAnswer {
    public PresenceReply {
      present = List.copyOf(present);
    }
  }

  /**
   * The question is not answered.
   *
   * @param code as in {@link io.lifeline.connection.ChannelOutcome.Rejected}; 108: the namespace of
   *     the channel does not allow it
   */
  record NoPresence(int code, String message) implements PresenceAnswer {}

  /** How a question for the history went. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "as")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Messages.class, name = "messages"),
    @JsonSubTypes.Type(value = NoHistory.class, name = "no-history")
  })
  sealed interface HistoryReply extends ClusterMessage {}

  /**
   * Messages of a channel.
   *
   * @param position where the channel stands
   * @param messages not more than about 128 KiB of data: ask again since the last one for the rest
   */
  record Messages(Position position, List<Message> messages) implements HistoryReply {
    public Messages {
      messages = List.copyOf(messages);
    }
  }

  /** One message of a history. */
  record Message(long offset, ByteString json) {}

  /**
   * The question is not answered.
   *
   * @param code as in {@link io.lifeline.connection.ChannelOutcome.Rejected}; 112: the position is
   *     not one of this epoch, or older than what is kept
   */
  record NoHistory(int code, String message) implements HistoryReply {}

  /**
   * @param channels with how many connections hear each of them
   */
  record ChannelsReply(Map<String, Integer> channels) implements ClusterMessage {
    public ChannelsReply {
      channels = Map.copyOf(channels);
    }
  }

  /**
   * @param nodes those that have answered
   */
  record InfoReply(List<NodeInfo> nodes) implements ClusterMessage {
    public InfoReply {
      nodes = List.copyOf(nodes);
    }
  }

  /** What a node holds. */
  record NodeInfo(String node, int connections, int users, int channels, int subscriptions) {}
}
