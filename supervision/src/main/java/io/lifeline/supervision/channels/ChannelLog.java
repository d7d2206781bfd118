package io.lifeline.supervision.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.supervision.channels.replica.Replicator;
import io.lifeline.supervision.cluster.ClusterMessage;
import io.lifeline.supervision.gateway.GatewayCommand;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A sharded entity that keeps a channel: its order, its history, and which nodes follow it. One of
 * it keeps the personal channels of many users.
 *
 * <p>Each message of a channel goes once to each node that follows it, and its publisher is
 * answered when the log has it; of a replicated channel, when it survives the loss of a node. It
 * watches the hubs of those nodes and forgets one that stops. It passivates when it is not followed
 * and has nothing to remember; another of its incarnations begins new epochs, by which hubs and
 * clients see that what they know of the channel is void.
 */
final class ChannelLog {
  sealed interface Command {
    /** The channel that it is about; empty if it is about the entity. */
    default String channel() {
      return "";
    }
  }

  /**
   * Publishes.
   *
   * @param key by which a repetition is known; empty if there is none
   * @param takenAtMillis when a gateway took it, by its time of day; 0: it is not known
   * @param traceparent of the gateway's span; null, and then not written, if it is not traced
   * @param ticket comes back with the answer
   */
  record Append(
      String channel,
      ByteString json,
      String key,
      long takenAtMillis,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent,
      long ticket,
      ActorRef<AppendAnswer> replyTo)
      implements Command, ClusterMessage {
    /** One that is not traced. */
    Append(
        String channel,
        ByteString json,
        String key,
        long takenAtMillis,
        long ticket,
        ActorRef<AppendAnswer> replyTo) {
      this(channel, json, key, takenAtMillis, null, ticket, replyTo);
    }
  }

  /**
   * A node follows the channel from here on. Asking again changes nothing but is answered.
   *
   * @param since how far it has followed it already, or null
   * @param attempt comes back with the answer
   */
  record Attach(String channel, @Nullable Position since, int attempt, ActorRef<ChannelEvent> hub)
      implements Command, ClusterMessage {}

  /** A node has no subscribers of the channel any more. */
  record Detach(String channel, ActorRef<ChannelEvent> hub) implements Command, ClusterMessage {}

  /** Asks for what a subscriber on a node that follows the channel has missed. */
  record Recover(String channel, Position since, long ticket, ActorRef<ChannelEvent> hub)
      implements Command, ClusterMessage {}

  /**
   * A user has this connection now, and no other, where only one is allowed. Every node that has
   * connections of the user is told, all in one order.
   */
  record Claim(String channel, String connection) implements Command, ClusterMessage {}

  /** Who has joined a channel and who has left it on one node. Each that follows is told. */
  record TellPresence(PresenceChange change) implements Command, ClusterMessage {
    @Override
    public String channel() {
      return change.channel();
    }
  }

  /**
   * Asks for messages that are kept.
   *
   * @param since only those behind it, or null
   */
  record Read(
      String channel,
      @Nullable Position since,
      int limit,
      boolean reverse,
      ActorRef<GatewayCommand.HistoryReply> replyTo)
      implements Command, ClusterMessage {}

  /** Drops the messages that are kept. */
  record Clear(String channel, ActorRef<GatewayCommand.HistoryReply> replyTo)
      implements Command, ClusterMessage {}

  /** Asks whether channels are to be reached; answered at once. */
  record Knock(String channel, long ticket, ActorRef<AppendAnswer> replyTo)
      implements Command, ClusterMessage {}

  /** Copies of a replicated channel are gone: whoever keeps it is to make new ones. */
  record Wake(String channel) implements Command, ClusterMessage {}

  /** What became of a replicated channel's log. */
  record Replicated(Replicator.Event event) implements Command {
    @Override
    public String channel() {
      return event.channel();
    }
  }

  /** There are too many channels on this node that nobody follows. */
  record Forget(String channel) implements Command {}

  /** A node that follows channels has lost its hub, or is gone itself. */
  record HubEnded(ActorRef<ChannelEvent> hub) implements Command {}

  /** The shard moves, or the entity has asked to passivate. */
  enum Stop implements Command {
    INSTANCE
  }

  /** What the entity is to do by itself now. */
  enum Due implements Command {
    /** Hubs are to be told where channels stand that were published to. */
    TELL,
    /** Something may be too old to be kept. */
    LOOK,
    /** Hubs are to be told who has come and gone. */
    PRESENCE,
    /** There has been nothing to keep for a while. */
    PASSIVATE
  }

  private ChannelLog() {}

  /**
   * @param shard is asked to passivate it
   */
  static Behavior<Command> create(
      ChannelKeeping keeping, ActorRef<ClusterSharding.ShardCommand> shard) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new ChannelEntity(
                        context, keeping, new EntityTimers(timers, shard, context.getSelf()))));
  }
}
