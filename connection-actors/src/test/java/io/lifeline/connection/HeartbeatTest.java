package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HeartbeatTest {
  private static final Duration INTERVAL = Duration.ofSeconds(30);
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);

  /** The scheduler may count a timer from just before the step that is being taken. */
  private static final Duration SLACK = Duration.ofMillis(100);

  private final ActorTestKit kit = PatientTestKit.withManualTime();
  private final ManualTime clock = ManualTime.get(kit.system());
  private final TestProbe<Writer.Command> writer = kit.createTestProbe();
  private final TestProbe<ConnectionActor.Command> owner = kit.createTestProbe();
  private final RecordingEventSink events = new RecordingEventSink();
  private ResourceLedger ledger = new ResourceLedger();
  private final AtomicLong nanoTime = new AtomicLong();

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void firstPingComesAfterItsPartOfTheInterval() {
    ActorRef<Heartbeat.Command> heartbeat = start(0.5f);

    clock.expectNoMessageFor(Duration.ofMillis(14_999), writer);
    clock.timePasses(Duration.ofMillis(1));

    expectPing(1);
    end(heartbeat);
  }

  @Test
  void answeredPingIsMeasuredAndTheNextComesAfterTheInterval() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);

    nanoTime.addAndGet(7_000_000);
    heartbeat.tell(new Heartbeat.Answered(1));

    assertThat(owner.receiveMessage()).isEqualTo(new ConnectionActor.BeatReport(0, 7_000_000));
    assertThat(events.recorded(Metric.ROUND_TRIP)).contains(7_000_000L);
    clock.expectNoMessageFor(INTERVAL.minus(SLACK), writer);
    clock.timePasses(SLACK);
    expectPing(2);
    end(heartbeat);
  }

  @Test
  void silentPeerIsDeadAfterThreeUnansweredPings() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));

    for (int missed = 1; missed <= 3; missed++) {
      expectPing(missed);
      clock.expectNoMessageFor(ANSWER_WITHIN.minus(SLACK), owner);
      nanoTime.addAndGet(ANSWER_WITHIN.toNanos());
      clock.timePasses(SLACK);
      assertThat(report().missed()).isEqualTo(missed);
    }

    assertThat(events.recorded(Metric.DEAD_PEER_DETECTION))
        .contains(ANSWER_WITHIN.multipliedBy(3).toNanos());
    clock.expectNoMessageFor(Duration.ofMinutes(10), writer, owner);
    end(heartbeat);
  }

  @Test
  void lateAnswerToAnEarlierPingMakesThePeerHealthyButMeasuresNothing() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);
    clock.timePasses(ANSWER_WITHIN);
    assertThat(report().missed()).isEqualTo(1);
    expectPing(2);

    heartbeat.tell(new Heartbeat.Answered(1));

    assertThat(owner.receiveMessage()).isEqualTo(new ConnectionActor.BeatReport(0, -1));
    clock.timePasses(INTERVAL);
    expectPing(3);
    end(heartbeat);
  }

  @Test
  void answerToNoPingOfItsOwnCountsForNothing() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);

    heartbeat.tell(new Heartbeat.Answered(0));
    heartbeat.tell(new Heartbeat.Answered(2));
    clock.timePasses(ANSWER_WITHIN);

    assertThat(report().missed()).isEqualTo(1);
    expectPing(2);
    end(heartbeat);
  }

  /** The answer had come before, but the node was stopped and has read it only now. */
  @Test
  void answerThatWaitedWhileTheNodeDidNotRunIsInTime() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);
    long missedBefore = events.value(Metric.MISSED_BEATS);

    deadlineIsNoticed(Duration.ofHours(1));
    heartbeat.tell(new Heartbeat.Answered(1));

    assertThat(report().missed()).isZero();
    assertThat(events.value(Metric.MISSED_BEATS)).isEqualTo(missedBefore);
    clock.timePasses(INTERVAL);
    expectPing(2);
    end(heartbeat);
  }

  @Test
  void timeInWhichTheNodeDidNotRunIsGivenToThePeerOnceForEachPing() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));

    for (int missed = 1; missed <= 3; missed++) {
      expectPing(missed);
      deadlineIsNoticed(Duration.ofSeconds(3));
      clock.expectNoMessageFor(Duration.ofSeconds(3).minus(SLACK), writer, owner);
      nanoTime.addAndGet(Duration.ofHours(1).toNanos());
      clock.timePasses(SLACK);
      assertThat(report().missed()).isEqualTo(missed);
    }

    end(heartbeat);
  }

  @Test
  void noPauseGivesMoreThanTheTimeForAnAnswer() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);

    deadlineIsNoticed(Duration.ofHours(1));
    clock.expectNoMessageFor(ANSWER_WITHIN.minus(SLACK), writer, owner);
    clock.timePasses(SLACK);

    assertThat(report().missed()).isEqualTo(1);
    expectPing(2);
    end(heartbeat);
  }

  @Test
  void deadlineThatIsNoticedInTimeGivesNoMore() {
    ActorRef<Heartbeat.Command> heartbeat = start(0);
    clock.timePasses(Duration.ofMillis(1));
    expectPing(1);

    deadlineIsNoticed(Duration.ofMillis(100));

    assertThat(report().missed()).isEqualTo(1);
    expectPing(2);
    end(heartbeat);
  }

  /** The time for an answer passes, and the node runs again so much later. */
  private void deadlineIsNoticed(Duration late) {
    nanoTime.addAndGet(ANSWER_WITHIN.plus(late).toNanos());
    clock.timePasses(ANSWER_WITHIN);
  }

  private ConnectionActor.BeatReport report() {
    return owner.expectMessageClass(ConnectionActor.BeatReport.class);
  }

  private ActorRef<Heartbeat.Command> start(float firstBeat) {
    ledger = new ResourceLedger();
    ActorRef<Heartbeat.Command> heartbeat =
        kit.spawn(
            Heartbeat.create(
                new Heartbeat.Collaborators(
                    new Heartbeat.OfNode(
                        new HeartbeatSettings(INTERVAL, ANSWER_WITHIN, 3),
                        events,
                        ledger,
                        nanoTime::get),
                    new PlainDialect(),
                    writer.getRef(),
                    owner.getRef(),
                    firstBeat)));
    writer.awaitAssert(
        () -> {
          assertThat(ledger.held(Resource.HEARTBEATS)).isEqualTo(1);
          return null;
        });
    return heartbeat;
  }

  private void expectPing(long sequence) {
    Writer.SendControl ping = writer.expectMessageClass(Writer.SendControl.class);
    assertThat(ping.frame()).isEqualTo(new PlainDialect().ping(sequence));
  }

  private void end(ActorRef<Heartbeat.Command> heartbeat) {
    kit.stop(heartbeat);
    assertThat(ledger.held(Resource.HEARTBEATS)).isZero();
    owner.expectMessage(ConnectionActor.HeartbeatEnded.INSTANCE);
    owner.expectNoMessage(Duration.ZERO);
  }
}
