package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Joined;
import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection of this node on its way into a channel. Equal to none but itself. For the hub alone.
 */
final class Joiner implements CatchUp {
  /** What joiners work with. */
  record Place(Registry registry, Fanout fanout, EventSink events, Set<Joiner> waiting) {}

  final Member member;
  final Wanted wanted;
  final long requestId;
  final long deadlineMillis;
  private final Place place;
  private boolean cancelled;

  /**
   * @param requestId of the request by which it wants to get in, or 0
   * @param deadlineMillis when its request is to be answered at the latest
   */
  Joiner(Member member, Wanted wanted, long requestId, long deadlineMillis, Place place) {
    this.member = member;
    this.wanted = wanted;
    this.requestId = requestId;
    this.deadlineMillis = deadlineMillis;
    this.place = place;
  }

  @Override
  public @Nullable Position since() {
    return wanted.since();
  }

  @Override
  public boolean isWanted() {
    return !cancelled && place.registry().isWaiting(member, wanted.channel());
  }

  @Override
  public void begins(Position head, Recovery recovery) {
    place.waiting().remove(this);
    count(recovery, place.events());
    member.answer(requestId, new Joined(wanted.channel(), head, recovery));
  }

  @Override
  public void missed(Publication publication) {
    place.fanout().deliverTo(member, publication);
  }

  @Override
  public void isLive() {
    place.registry().goLive(member, wanted.channel());
  }

  /** Counts one who has been let into a channel, if it came back to it. */
  static void count(Recovery recovery, EventSink events) {
    switch (recovery) {
      case RECOVERED -> events.add(Metric.RECOVERIES, "recovered", 1);
      case NOT_RECOVERED -> events.add(Metric.RECOVERIES, "lost", 1);
      case NOT_ASKED -> {}
    }
  }

  @Override
  public void broken(Position head) {
    place.events().add(Metric.RESETS, 1);
    member.send(dialect -> dialect.reset(wanted.channel(), head));
  }

  /** It does not get in any more. */
  void cancel() {
    cancelled = true;
    place.waiting().remove(this);
  }
}
