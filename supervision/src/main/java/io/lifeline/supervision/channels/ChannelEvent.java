package io.lifeline.supervision.channels;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.supervision.cluster.ClusterMessage;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What a channel tells the hub of a node that follows it. From one channel to one hub the order is
 * that of sending, but on the way between nodes any of them may be lost.
 */
sealed interface ChannelEvent extends ClusterMessage {
  String channel();

  /**
   * A message of the channel.
   *
   * @param takenAtMillis when a gateway took it, by its time of day; 0: it is not known
   * @param traceparent of the channel's span; null, and then not written, if it is not traced
   */
  record Appended(
      String channel,
      String epoch,
      long offset,
      ByteString json,
      long takenAtMillis,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String traceparent)
      implements ChannelEvent {
    /** One that is not traced. */
    Appended(String channel, String epoch, long offset, ByteString json, long takenAtMillis) {
      this(channel, epoch, offset, json, takenAtMillis, null);
    }
  }

  /** A message that was published before. */
  record Earlier(long offset, ByteString json) {}

  /**
   * The hub follows the channel from here on. What it has missed comes in one of these or in
   * several, in order and with nothing of the channel in between.
   *
   * @param entity that keeps the channel, for the hub to watch
   * @param attempt of the hub's question
   * @param head where the channel stands
   * @param recovered whether {@code missed} is all since the position that the hub had; true if it
   *     had none
   * @param last whether no more of them come
   */
  record Attached(
      String channel,
      ActorRef<ChannelLog.Command> entity,
      int attempt,
      Position head,
      boolean recovered,
      List<Earlier> missed,
      boolean last)
      implements ChannelEvent {
    public Attached {
      missed = List.copyOf(missed);
    }
  }

  /** What a subscriber has missed; in one of these or in several, as in {@link Attached}. */
  record Recovered(
      String channel,
      long ticket,
      Position head,
      boolean recovered,
      List<Earlier> missed,
      boolean last)
      implements ChannelEvent {
    public Recovered {
      missed = List.copyOf(missed);
    }
  }

  /** The user of this personal channel has claimed to have this connection and no other. */
  record Claimed(String channel, String connection) implements ChannelEvent {}

  /** Who has joined the channel and who has left it, on all nodes. */
  record PresenceChanged(PresenceChange change) implements ChannelEvent {
    @Override
    public String channel() {
      return change.channel();
    }
  }

  /** Where the channel stands, some time after its latest message: shows whether that got lost. */
  record StandsAt(String channel, String epoch, long offset) implements ChannelEvent {}
}
