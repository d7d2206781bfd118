package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.HeartbeatEnded;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Asks the peer of one WebSocket for signs of life: healthy -> suspect(n) -> dead. A child of its
 * {@link ConnectionActor}, which stops it and is told its end, however it comes. Death watch would
 * say the same and cost each connection 150 bytes; the receive timeout stands behind either.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>healthy</td><td>waits for the next beat, at {@code interval} after the last answer</td></tr>
 * <tr><td>waiting</td><td>a ping is out; {@code missed} pings in a row have had no answer in time
 *     </td></tr>
 * <tr><td>waiting longer</td><td>as waiting, but the time for the answer ended while this node did
 *     not run, so that it may have come and not been read: the time that passed since then is given
 *     to the peer again, once for each ping and at most {@code answerWithin}</td></tr>
 * <tr><td>dead</td><td>{@code missed} reached {@code failures}; the owner was told and ends the
 *     connection</td></tr>
 * </table>
 *
 * <p>Only the peer's answer to a ping counts. Nothing that we send, and nothing else that the peer
 * sends, is a sign of life here.
 *
 * <p>It has one timer at a time and schedules it itself: a timer scheduler would cost each
 * connection 100 bytes more. A time that was on its way as it was cancelled is not that of the
 * state that it finds, and is ignored.
 */
final class Heartbeat extends ExtensibleBehavior<Heartbeat.Command> {
  /** A deadline that is noticed later than this is so since the node was stopped or held up. */
  private static final Duration PUNCTUAL = Duration.ofMillis(100);

  sealed interface Command {}

  /** The peer answered the ping {@code sequence}. */
  record Answered(long sequence) implements Command {}

  private enum Due implements Command {
    BEAT,
    ANSWER_DEADLINE
  }

  private enum State {
    HEALTHY,
    WAITING,
    WAITING_LONGER,
    DEAD
  }

  /**
   * What all heartbeats of a node share.
   *
   * @param nanoTime a monotonic clock, in nanoseconds
   */
  record OfNode(
      HeartbeatSettings settings, EventSink events, ResourceLedger ledger, LongSupplier nanoTime) {}

  /**
   * What a heartbeat works with.
   *
   * @param owner is told of answers, misses and death, and of this actor's end
   * @param firstBeat in [0, 1): which part of the interval passes before the first ping
   */
  record Collaborators(
      OfNode node,
      Dialect dialect,
      ActorRef<Writer.Command> writer,
      ActorRef<ConnectionActor.Command> owner,
      float firstBeat) {}

  private final ActorContext<Command> context;
  private final Collaborators with;
  private State state = State.HEALTHY;
  private Cancellable timer;
  private int sequence; // of the latest ping; 68 years at one a second
  private int missed; // the pings before the latest that have had no answer in time either
  private long sentAt;
  private long aliveAt;

  static Behavior<Command> create(Collaborators with) {
    return Behaviors.setup(context -> new Heartbeat(context, with));
  }

  private Heartbeat(ActorContext<Command> context, Collaborators with) {
    this.context = context;
    this.with = with;
    OfNode node = with.node();
    long nanos = (long) (node.settings().interval().toNanos() * (double) with.firstBeat());
    this.timer = after(Duration.ofNanos(nanos), Due.BEAT);
    this.aliveAt = node.nanoTime().getAsLong();
    node.ledger().acquired(Resource.HEARTBEATS);
  }

  @Override
  public Behavior<Command> receive(TypedActorContext<Command> same, Command command) {
    if (command instanceof Answered answered) {
      onAnswered(answered.sequence());
    } else if (state == State.HEALTHY && command == Due.BEAT) {
      beat();
    } else if (isWaiting() && command == Due.ANSWER_DEADLINE) {
      onAnswerDeadline();
    }
    return this;
  }

  @Override
  public Behavior<Command> receiveSignal(TypedActorContext<Command> same, Signal signal) {
    if (signal instanceof PostStop) {
      timer.cancel();
      with.node().ledger().released(Resource.HEARTBEATS);
      with.owner().tell(HeartbeatEnded.INSTANCE);
    }
    return this;
  }

  private void beat() {
    state = State.WAITING;
    sequence++;
    timer = after(with.node().settings().answerWithin(), Due.ANSWER_DEADLINE);
    sentAt = with.node().nanoTime().getAsLong();
    with.writer().tell(new Writer.SendControl(with.dialect().ping(sequence)));
  }

  /** A late answer to an earlier ping is a sign of life as well, but measures nothing. */
  private void onAnswered(long answered) {
    if (!isWaiting() || answered < sequence - missed || answered > sequence) {
      return;
    }
    OfNode node = with.node();
    aliveAt = node.nanoTime().getAsLong();
    long roundTrip = answered == sequence ? aliveAt - sentAt : -1;
    if (roundTrip >= 0) {
      node.events().record(Metric.ROUND_TRIP, roundTrip);
    }
    state = State.HEALTHY;
    missed = 0;
    timer.cancel();
    timer = after(node.settings().interval(), Due.BEAT);
    with.owner().tell(new ConnectionActor.BeatReport(0, roundTrip));
  }

  private boolean isWaiting() {
    return state == State.WAITING || state == State.WAITING_LONGER;
  }

  private void onAnswerDeadline() {
    OfNode node = with.node();
    Duration waited = Duration.ofNanos(node.nanoTime().getAsLong() - sentAt);
    Duration late = waited.minus(node.settings().answerWithin());
    if (state == State.WAITING && late.compareTo(PUNCTUAL) > 0) {
      state = State.WAITING_LONGER;
      timer = after(shorter(late, node.settings().answerWithin()), Due.ANSWER_DEADLINE);
    } else {
      onUnanswered();
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void onUnanswered() {
    missed++;
    OfNode node = with.node();
    node.events().add(Metric.MISSED_BEATS, 1);
    if (missed < node.settings().failures()) {
      beat();
    } else {
      state = State.DEAD;
      long silence = node.nanoTime().getAsLong() - aliveAt;
      node.events().record(Metric.DEAD_PEER_DETECTION, silence);
    }
    with.owner().tell(new ConnectionActor.BeatReport(missed, -1));
  }

  private Cancellable after(Duration delay, Due due) {
    return context.scheduleOnce(delay, context.getSelf(), due);
  }
}
