package io.lifeline.connection;

import io.lifeline.connection.dialect.Dialect;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * Asks the peer of one WebSocket for signs of life: healthy -> suspect(n) -> dead. A child of its
 * {@link ConnectionActor}, which stops it; that it should fail is watched there.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>healthy</td><td>waits for the next beat, at {@code interval} after the last answer</td></tr>
 * <tr><td>waiting(n)</td><td>a ping is out; n pings in a row have had no answer in time</td></tr>
 * <tr><td>dead</td><td>n reached {@code failures}; the owner was told and ends the connection</td></tr>
 * </table>
 *
 * <p>Only the peer's answer to a ping counts. Nothing that we send, and nothing else that the peer
 * sends, is a sign of life here.
 */
final class Heartbeat {
  sealed interface Command {}

  /** The peer answered the ping {@code sequence}. */
  record Answered(long sequence) implements Command {}

  private enum BeatDue implements Command {
    INSTANCE
  }

  private enum AnswerDeadline implements Command {
    INSTANCE
  }

  private enum TimerKey {
    BEAT
  }

  /**
   * What a heartbeat works with.
   *
   * @param owner is told of answers, misses and death
   * @param nanoTime a monotonic clock, in nanoseconds
   * @param firstBeat in [0, 1): which part of the interval passes before the first ping
   */
  record Collaborators(
      HeartbeatSettings settings,
      Dialect dialect,
      ActorRef<Writer.Command> writer,
      ActorRef<? super ConnectionActor.BeatReport> owner,
      EventSink events,
      ResourceLedger ledger,
      LongSupplier nanoTime,
      double firstBeat) {}

  private final Collaborators node;
  private final TimerScheduler<Command> timers;

  static Behavior<Command> create(Collaborators node) {
    return Behaviors.withTimers(
        timers -> {
          node.ledger().acquired(Resource.HEARTBEATS);
          return new Heartbeat(node, timers).first();
        });
  }

  private Heartbeat(Collaborators node, TimerScheduler<Command> timers) {
    this.node = node;
    this.timers = timers;
  }

  private Behavior<Command> first() {
    long nanos = (long) (node.settings().interval().toNanos() * node.firstBeat());
    return healthy(1, Duration.ofNanos(nanos));
  }

  private Behavior<Command> healthy(long nextSequence, Duration pause) {
    timers.startSingleTimer(TimerKey.BEAT, BeatDue.INSTANCE, pause);
    return Behaviors.receive(
        (context, command) ->
            command instanceof BeatDue ? beat(nextSequence, nextSequence, 0) : Behaviors.same(),
        (context, signal) -> signal instanceof PostStop ? released() : Behaviors.same());
  }

  /** Sends ping {@code sequence}; {@code oldest} was the first of those without an answer. */
  private Behavior<Command> beat(long oldest, long sequence, int missed) {
    node.writer().tell(new Writer.SendControl(node.dialect().ping(sequence)));
    timers.startSingleTimer(TimerKey.BEAT, AnswerDeadline.INSTANCE, node.settings().answerWithin());
    return waiting(oldest, sequence, missed, node.nanoTime().getAsLong());
  }

  private Behavior<Command> waiting(long oldest, long sequence, int missed, long sentAt) {
    return Behaviors.receive(
        (context, command) -> {
          if (command instanceof Answered answered) {
            boolean current = answered.sequence() >= oldest && answered.sequence() <= sequence;
            return current ? answered(answered.sequence(), sequence, sentAt) : Behaviors.same();
          }
          return command instanceof AnswerDeadline
              ? unanswered(oldest, sequence, missed + 1)
              : Behaviors.same();
        },
        (context, signal) -> signal instanceof PostStop ? released() : Behaviors.same());
  }

  /** A late answer to an earlier ping is a sign of life as well, but measures nothing. */
  private Behavior<Command> answered(long answered, long latest, long sentAt) {
    long roundTrip = answered == latest ? node.nanoTime().getAsLong() - sentAt : -1;
    if (roundTrip >= 0) {
      node.events().record(Metric.ROUND_TRIP, roundTrip);
    }
    node.owner().tell(new ConnectionActor.BeatReport(0, roundTrip));
    return healthy(latest + 1, node.settings().interval());
  }

  private Behavior<Command> unanswered(long oldest, long sequence, int missed) {
    node.events().add(Metric.MISSED_BEATS, 1);
    node.owner().tell(new ConnectionActor.BeatReport(missed, -1));
    return missed < node.settings().failures() ? beat(oldest, sequence + 1, missed) : dead();
  }

  private Behavior<Command> dead() {
    return Behaviors.receive(
        (context, command) -> Behaviors.same(),
        (context, signal) -> signal instanceof PostStop ? released() : Behaviors.same());
  }

  private Behavior<Command> released() {
    node.ledger().released(Resource.HEARTBEATS);
    return Behaviors.same();
  }
}
