package io.lifeline.supervision.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.RetryRange;
import io.lifeline.supervision.lifecycle.Lifecycle.BeginDrain;
import io.lifeline.supervision.lifecycle.Lifecycle.Drained;
import io.lifeline.supervision.lifecycle.Lifecycle.Serve;
import io.lifeline.supervision.lifecycle.Lifecycle.StopAccepting;
import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LifecycleTest {
  private static final RetryRange RETRY =
      new RetryRange(Duration.ofSeconds(1), Duration.ofSeconds(10));
  private static final DrainSettings SETTINGS =
      new DrainSettings(10, Duration.ofMillis(100), Duration.ofSeconds(20), RETRY);

  private final ActorTestKit kit = PatientTestKit.withManualTime();
  private final ManualTime clock = ManualTime.get(kit.system());
  private PhaseBoard board = new PhaseBoard();
  private TestProbe<ConnectionSupervisor.Command> connections = kit.createTestProbe();
  private volatile int taken; // a second, by the other nodes
  private volatile CompletableFuture<Boolean> handedOver = CompletableFuture.completedFuture(true);
  private final Neighbours neighbours = new Neighbours(() -> taken, within -> handedOver);
  private TestProbe<StopAccepting> listener = kit.createTestProbe();
  private TestProbe<Drained> asker = kit.createTestProbe();
  private ActorRef<Lifecycle.Command> lifecycle =
      kit.spawn(Lifecycle.create(connections.getRef(), SETTINGS, neighbours, board));

  @BeforeEach
  void begin() {
    kit.stop(lifecycle);
    board = new PhaseBoard();
    taken = 0;
    handedOver = CompletableFuture.completedFuture(true);
    connections = kit.createTestProbe();
    listener = kit.createTestProbe();
    asker = kit.createTestProbe();
    lifecycle = kit.spawn(Lifecycle.create(connections.getRef(), SETTINGS, neighbours, board));
  }

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void clientsAreToldToComeBackNoFasterThanTheOtherNodesTakeThemIn() {
    taken = 2;

    drainOf(41);

    clock.timePasses(Duration.ofMillis(1));
    connections.expectMessage(
        new ConnectionSupervisor.EndSome(
            10,
            CloseReason.NODE_DRAINING,
            new RetryRange(Duration.ofSeconds(1), Duration.ofSeconds(22))));
  }

  @Test
  void channelsAreHandedOverBeforeTheFirstConnectionIsClosed() {
    taken = 1000;
    handedOver = new CompletableFuture<>();
    lifecycle.tell(new BeginDrain(asker.getRef()));
    refuseNewcomers(30);
    connections.expectNoMessage(Duration.ofMillis(50));

    handedOver.complete(true);

    connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);
  }

  @Test
  void channelsThatCannotBeHandedOverDoNotHoldUpTheDrain() {
    taken = 1000;
    handedOver = CompletableFuture.failedFuture(new TimeoutException("too slow"));

    drainOf(30);
  }

  @Test
  void nodeThatLostItsClusterHandsNothingOver() {
    taken = 1000;
    handedOver = new CompletableFuture<>();
    lifecycle.tell(new BeginDrain(CloseReason.NODE_ISOLATED, asker.getRef()));
    refuseNewcomers(30);

    connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);
  }

  @Test
  void nodeIsReadyOnlyWhileItServes() {
    assertThat(board.get()).isEqualTo(NodePhase.STARTING);
    assertThat(board.get().ready()).isFalse();

    lifecycle.tell(new Serve(listener.getRef()));
    lifecycle.tell(new BeginDrain(asker.getRef()));

    listener.receiveMessage();
    assertThat(board.get()).isEqualTo(NodePhase.DRAINING);
    assertThat(board.get().ready()).isFalse();
  }

  @Test
  void listenerStopsBeforeNewcomersAreRefused() {
    lifecycle.tell(new Serve(listener.getRef()));
    lifecycle.tell(new BeginDrain(asker.getRef()));
    StopAccepting order = listener.receiveMessage();
    connections.expectNoMessage(Duration.ofMillis(50));

    order.replyTo().tell(new Lifecycle.AcceptingStopped());

    connections.expectMessageClass(ConnectionSupervisor.RefuseNewcomers.class);
  }

  @Test
  void silentListenerDoesNotHoldUpTheDrain() {
    lifecycle.tell(new Serve(listener.getRef()));
    lifecycle.tell(new BeginDrain(asker.getRef()));
    listener.receiveMessage();

    clock.timePasses(Duration.ofSeconds(1));

    connections.expectMessageClass(ConnectionSupervisor.RefuseNewcomers.class);
  }

  @Test
  void connectionsAreClosedInPacedBatchesUntilNoneIsLeft() {
    ConnectionSupervisor.TellWhenEmpty whenEmpty = drainOf(30);
    clock.timePasses(Duration.ofMillis(1));
    connections.expectMessage(
        new ConnectionSupervisor.EndSome(10, CloseReason.NODE_DRAINING, RETRY));
    connections.expectNoMessage(Duration.ofMillis(50));
    clock.timePasses(Duration.ofMillis(100));
    connections.expectMessage(
        new ConnectionSupervisor.EndSome(10, CloseReason.NODE_DRAINING, RETRY));
    asker.expectNoMessage(Duration.ofMillis(50));

    whenEmpty.replyTo().tell(new ConnectionSupervisor.NoneLeft());

    asker.expectMessage(new Drained(30, true));
    assertThat(board.get()).isEqualTo(NodePhase.STOPPED);
    clock.timePasses(Duration.ofSeconds(30));
    connections.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void connectionsOfANodeThatLostItsClusterAreToldSo() {
    lifecycle.tell(new BeginDrain(CloseReason.NODE_ISOLATED, asker.getRef()));
    ConnectionSupervisor.RefuseNewcomers refuse =
        connections.expectMessageClass(ConnectionSupervisor.RefuseNewcomers.class);
    refuse.replyTo().tell(new ConnectionSupervisor.NewcomersRefused(10));
    connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);

    clock.timePasses(Duration.ofMillis(1));
    connections.expectMessage(
        new ConnectionSupervisor.EndSome(10, CloseReason.NODE_ISOLATED, RETRY));
    clock.timePasses(Duration.ofSeconds(20));

    connections.fishForMessage(
        Duration.ofSeconds(20),
        message ->
            message.equals(new ConnectionSupervisor.CutAll(CloseReason.NODE_ISOLATED))
                ? FishingOutcomes.complete()
                : FishingOutcomes.continueAndIgnore());
  }

  @Test
  void batchesGrowSoThatHalfOfTheDeadlineIsEnough() {
    assertThat(SETTINGS.batchFor(0)).isEqualTo(10);
    assertThat(SETTINGS.batchFor(1000)).isEqualTo(10);
    assertThat(SETTINGS.batchFor(1001)).isEqualTo(11);
    assertThat(SETTINGS.batchFor(100_000)).isEqualTo(1000);
  }

  @Test
  void whoIsLeftAtTheDeadlineIsCut() {
    drainOf(1);
    clock.timePasses(Duration.ofSeconds(20));
    connections.fishForMessage(
        Duration.ofSeconds(3),
        message ->
            message instanceof ConnectionSupervisor.CutAll
                ? org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.complete()
                : org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes.continueAndIgnore());
    ConnectionSupervisor.TellWhenEmpty whenEmpty =
        connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);

    whenEmpty.replyTo().tell(new ConnectionSupervisor.NoneLeft());

    asker.expectMessage(new Drained(1, false));
  }

  @Test
  void drainIsAnsweredEvenIfNothingElseAnswers() {
    lifecycle.tell(new BeginDrain(asker.getRef()));
    connections.expectMessageClass(ConnectionSupervisor.RefuseNewcomers.class);
    clock.timePasses(Duration.ofSeconds(20));
    connections.expectMessage(new ConnectionSupervisor.CutAll(CloseReason.NODE_DRAINING));
    connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);

    clock.timePasses(Duration.ofSeconds(1));

    asker.expectMessage(new Drained(0, false));
    connections.expectMessage(new ConnectionSupervisor.StopAll());
  }

  @Test
  void everyoneWhoAsksForADrainIsAnswered() {
    ConnectionSupervisor.TellWhenEmpty whenEmpty = drainOf(1);
    TestProbe<Drained> second = kit.createTestProbe();
    lifecycle.tell(new BeginDrain(second.getRef()));
    whenEmpty.replyTo().tell(new ConnectionSupervisor.NoneLeft());

    asker.expectMessage(new Drained(1, true));
    second.expectMessage(new Drained(1, true));
    TestProbe<Drained> late = kit.createTestProbe();
    lifecycle.tell(new BeginDrain(late.getRef()));
    late.expectMessage(new Drained(1, true));
  }

  @Test
  void listenerThatComesUpDuringADrainIsToldToStop() {
    drainOf(1);

    lifecycle.tell(new Serve(listener.getRef()));

    listener.expectMessageClass(StopAccepting.class);
    assertThat(board.get()).isEqualTo(NodePhase.DRAINING);
  }

  @Test
  void lateAnswersAreIgnoredInEveryState() {
    TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();
    ConnectionSupervisor.TellWhenEmpty whenEmpty = drainOf(1);

    lifecycle.tell(new Lifecycle.AcceptingStopped());
    clock.timePasses(Duration.ofSeconds(20));
    lifecycle.tell(new Lifecycle.AcceptingStopped());
    whenEmpty.replyTo().tell(new ConnectionSupervisor.NoneLeft());
    whenEmpty.replyTo().tell(new ConnectionSupervisor.NoneLeft());
    lifecycle.tell(new Lifecycle.AcceptingStopped());

    asker.expectMessage(new Drained(1, false));
    unhandled.expectNoMessage(Duration.ofMillis(50));
  }

  private ConnectionSupervisor.TellWhenEmpty drainOf(int count) {
    lifecycle.tell(new BeginDrain(asker.getRef()));
    refuseNewcomers(count);
    return connections.expectMessageClass(ConnectionSupervisor.TellWhenEmpty.class);
  }

  private void refuseNewcomers(int connectionsNow) {
    connections
        .expectMessageClass(ConnectionSupervisor.RefuseNewcomers.class)
        .replyTo()
        .tell(new ConnectionSupervisor.NewcomersRefused(connectionsNow));
  }
}
