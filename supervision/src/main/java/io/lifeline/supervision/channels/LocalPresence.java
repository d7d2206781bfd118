package io.lifeline.supervision.channels;

import io.lifeline.connection.PresenceChange;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Notes who joins and leaves the channels of this node whose namespaces tell of it, tells the
 * channels in batches, and the subscribers what comes back. For the hub alone.
 */
final class LocalPresence {
  private final Namespaces namespaces;
  private final Fanout fanout;
  private final PresenceBatches batches;

  /**
   * @param alarm as in {@link PresenceBatches}, for {@link #onAlarm}
   */
  LocalPresence(
      Namespaces namespaces,
      Fanout fanout,
      ChannelEntities entities,
      LongSupplier millis,
      Consumer<Duration> alarm) {
    this.namespaces = namespaces;
    this.fanout = fanout;
    this.batches =
        new PresenceBatches(
            millis, alarm, change -> entities.tell(new ChannelLog.TellPresence(change)));
  }

  /** A member hears a channel from now on. */
  void joined(Member member, String channel) {
    if (namespaces.tellsOfJoins(channel)) {
      batches.joined(channel, member.id.value(), member.user);
    }
  }

  /** A member hears a channel no longer. */
  void left(Member member, String channel) {
    if (namespaces.tellsOfJoins(channel)) {
      batches.left(channel, member.id.value(), member.user);
    }
  }

  void onChanged(PresenceChange change) {
    fanout.deliver(change);
  }

  /** What was told on the way to a channel or from it may be lost. */
  void mayBeWrong(String channel) {
    if (namespaces.tellsOfJoins(channel)) {
      fanout.deliver(PresenceChange.unknown(channel));
    }
  }

  void onAlarm() {
    batches.onAlarm();
  }
}
