package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.testkit.ExplicitlyTriggeredScheduler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;

/** What the tests of the connection actor share: a system whose clock only tests turn. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ConnectionFixture {
  final ActorTestKit kit = PatientTestKit.withManualTime();
  final ManualTime clock = ManualTime.get(kit.system());
  FakeNode node = new FakeNode(kit);
  FakePeer peer = new FakePeer(kit.system());

  @BeforeEach
  void begin() {
    node = new FakeNode(kit);
    node.nanoTime = this::nanoTime;
    peer = new FakePeer(kit.system());
    inspected = null;
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  /** The time of timers, as a clock. */
  private long nanoTime() {
    var scheduler = (ExplicitlyTriggeredScheduler) kit.system().classicSystem().scheduler();
    return TimeUnit.MILLISECONDS.toNanos(scheduler.currentTimeMs());
  }

  /** Lets time pass in small steps, so that each timer's message is dealt with before the next. */
  void pass(Duration time) {
    Duration step = Duration.ofSeconds(1);
    for (Duration left = time; left.compareTo(Duration.ZERO) > 0; left = left.minus(step)) {
      clock.timePasses(left.compareTo(step) < 0 ? left : step);
      settle();
    }
  }

  /** Waits until the connection has dealt with what it and its children were told so far. */
  private void settle() {
    TestProbe<ConnectionView> probe = kit.createTestProbe();
    for (int round = 0; round < 3 && inspected != null; round++) {
      inspected.tell(new ConnectionActor.Inspect(probe.getRef()));
      if (!answered(probe, inspected)) {
        inspected = null;
      }
    }
  }

  /** Whether the connection answers the probe, or has stopped instead. */
  private boolean answered(
      TestProbe<ConnectionView> probe, ActorRef<ConnectionActor.Command> connection) {
    while (true) {
      try {
        probe.receiveMessage(Duration.ofMillis(200));
        return true;
      } catch (AssertionError noneYet) {
        if (isGone(connection)) {
          return false;
        }
      }
    }
  }

  private boolean isGone(ActorRef<ConnectionActor.Command> connection) {
    try {
      kit.createTestProbe().expectTerminated(connection, Duration.ofMillis(200));
      return true;
    } catch (AssertionError stillThere) {
      return false;
    }
  }

  /** The connection whose progress {@link #pass} waits for. */
  @Nullable ActorRef<ConnectionActor.Command> inspected;

  ConnectionView view(ActorRef<ConnectionActor.Command> connection) {
    TestProbe<ConnectionView> probe = kit.createTestProbe();
    connection.tell(new ConnectionActor.Inspect(probe.getRef()));
    return probe.receiveMessage();
  }

  void eventually(Runnable assertion) {
    kit.createTestProbe()
        .awaitAssert(
            () -> {
              assertion.run();
              return null;
            });
  }

  /**
   * Lets time pass for as long as the connection lives, which it may not do for longer than this.
   */
  void passUntilGone(ActorRef<ConnectionActor.Command> connection, Duration atMost) {
    for (long second = 0; second < atMost.toSeconds() && !isGone(connection); second++) {
      clock.timePasses(Duration.ofSeconds(1));
    }
    kit.createTestProbe().expectTerminated(connection);
  }

  /** The connection is gone, for this reason, and with it everything that it held. */
  void expectEnd(ActorRef<ConnectionActor.Command> connection, CloseReason reason) {
    kit.createTestProbe().expectTerminated(connection);
    eventually(
        () -> {
          assertThat(node.closed(reason)).as("closed as [%s]", reason).isEqualTo(1);
          assertThat(node.isEmpty()).as("nothing left").isTrue();
          assertThat(node.events.recorded(Metric.RECLAIM, reason.kind().label())).hasSize(1);
          assertThat(node.emptyAtReclaim).as("nothing left when it was timed").isTrue();
        });
  }
}
