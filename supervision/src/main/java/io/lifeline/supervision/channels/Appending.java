package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.ChannelLog.Append;
import io.lifeline.supervision.channels.ChannelLog.Due;
import io.lifeline.supervision.channels.replica.LogEntry;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Gives messages their positions, hands them to the nodes that follow, and answers their
 * publishers. A message of a replicated channel is published when it is safe. For the entity alone.
 */
final class Appending {
  private final ChannelKeeping keeping;
  private final HeldChannels channels;
  private final FollowingNodes nodes;
  private final EntityTimers timers;
  private final AppendSpans spans;

  /**
   * @param span of the first that is traced of those that have sent it, or null
   */
  private record Message(
      ByteString json, String key, long takenAtMillis, @Nullable OpenSpan span) {}

  Appending(
      ChannelKeeping keeping, HeldChannels channels, FollowingNodes nodes, EntityTimers timers) {
    this.keeping = keeping;
    this.channels = channels;
    this.nodes = nodes;
    this.timers = timers;
    this.spans = new AppendSpans(keeping.namespaces, keeping.tracing);
  }

  void append(Append append) {
    HeldChannel channel = channels.hold(append.channel());
    long now = keeping.clock.millis();
    Position before = channel.positionOf(append.key(), now);
    if (before != null) {
      spans.end(append, Outcome.REPEATED);
      append.replyTo().tell(new AppendAnswer.Done(append.ticket(), before, 0));
      return;
    }
    ReplicatedLog replicated = channel.replicated;
    if (replicated != null) {
      boolean kept = keeping.namespaces.of(channel.name).history().size() > 0;
      replicated.append(append, kept, channel.horizon(), now);
      return;
    }
    OpenSpan span = spans.begin(append, 0);
    Message message = new Message(append.json(), append.key(), append.takenAtMillis(), span);
    Position position = publish(channel, message, now);
    done(channel, append, position);
    channels.touched(channel, now);
  }

  /** All up to an offset survives the loss of a node. */
  void publishSafe(HeldChannel channel, ReplicatedLog log, long upTo) {
    long now = keeping.clock.millis();
    for (ReplicatedLog.Pending next = log.nextSafe(upTo); next != null; next = log.nextSafe(upTo)) {
      LogEntry entry = next.entry();
      OpenSpan span = spans.begin(next.askers(), now - entry.atMillis());
      Message message = new Message(entry.json(), entry.key(), next.takenAtMillis(), span);
      Position position = publish(channel, message, now);
      next.askers().forEach(asker -> done(channel, asker, position));
    }
    channels.touched(channel, now);
  }

  private static void done(HeldChannel channel, Append append, Position position) {
    append.replyTo().tell(new AppendAnswer.Done(append.ticket(), position, channel.hubs().size()));
  }

  /** Gives a message its position, and to each node that follows. */
  private Position publish(HeldChannel channel, Message message, long now) {
    Position position = channel.log.append(message.json(), now);
    channel.remember(message.key(), position, now, keeping.memory);
    OpenSpan span = message.span();
    String traceparent = span == null ? null : span.traceparent();
    nodes.publish(channel, position, message.json(), message.takenAtMillis(), traceparent);
    if (span != null) {
      span.end(Outcome.DONE);
    }
    timers.soon(Due.LOOK);
    keeping.events.add(Metric.PUBLISHED, 1);
    return position;
  }
}
