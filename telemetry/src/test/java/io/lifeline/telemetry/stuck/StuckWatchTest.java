package io.lifeline.telemetry.stuck;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.stuck.StuckActor.Trouble;
import io.lifeline.telemetry.threads.ThreadStack;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class StuckWatchTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final StuckSettings SETTINGS =
      new StuckSettings(Duration.ofSeconds(1), LIMIT, 5, 2);

  private final ActorTestKit kit = PatientTestKit.create();
  private final RecordingEventSink events = new RecordingEventSink();
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 3); // which may pass its end
  private final StuckWatch watch = new StuckWatch(kit.system(), SETTINGS, events, nanos::get);
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile Thread blocked = Thread.currentThread();

  @AfterEach
  void end() {
    release.countDown();
    watch.close();
    kit.shutdownTestKit();
  }

  @Test
  void anActorThatBlocksIsReportedWithItsStackAndNoLongerAfter() throws Exception {
    TestProbe<String> probe = kit.createTestProbe();
    ActorRef<String> actor = kit.spawn(blocking(probe.ref()), "blocks");
    actor.tell("first");
    awaitBlocked();
    watch.look();
    pass(LIMIT.minusNanos(1));
    watch.look();
    assertThat(watch.report().actors()).isEmpty();

    pass(Duration.ofNanos(1));
    LoggingTestKit.warn("an actor is stuck").expect(kit.system(), this::look);

    assertThat(events.value(Metric.STUCK_ACTORS)).isEqualTo(1);
    StuckReport report = watch.report();
    assertThat(report.total()).isEqualTo(1);
    assertThat(report.lookedAt()).isGreaterThan(5);
    StuckActor stuck = report.actors().get(0);
    assertThat(stuck.who()).isEqualTo(new StuckActor.Who("/user/blocks", ActorRole.SINGLETON, ""));
    assertThat(stuck.trouble()).isEqualTo(Trouble.IN_WORK);
    assertThat(stuck.doing()).isEqualTo("java.lang.String");
    assertThat(stuck.atItFor()).isEqualTo(LIMIT);
    assertThat(stuck.stacks()).singleElement().satisfies(StuckWatchTest::isOfTheBlockingActor);
    assertThat(StuckText.report(report))
        .startsWith("1 stuck of " + report.lookedAt() + " actors")
        .contains("\n/user/blocks  singleton\n  for 10.0 s at: java.lang.String\n")
        .contains("StuckWatchTest.block(");

    release.countDown();
    actor.tell("second");
    probe.expectMessage("first");
    probe.expectMessage("second");

    assertThat(watch.report().actors()).isEmpty();
    LoggingTestKit.info("no longer stuck: [/user/blocks]").expect(kit.system(), this::look);
    assertThat(events.value(Metric.STUCK_ACTORS)).isZero();
  }

  @Test
  void anActorThatBlocksInItsStartIsReported() throws Exception {
    ActorRef<String> actor =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  block();
                  return Behaviors.ignore();
                }),
            "starts");
    awaitBlocked();

    lookTwice();

    StuckActor stuck = watch.report().actors().get(0);
    assertThat(stuck.who().path()).isEqualTo(actor.path().toStringWithoutAddress());
    assertThat(stuck.doing()).isEqualTo("start or stop");
    assertThat(stuck.stacks()).singleElement().satisfies(StuckWatchTest::isOfTheBlockingActor);
  }

  @Test
  void aMailboxThatGrowsIsReportedAndOneThatIsOnlyLongIsNot() throws Exception {
    ActorRef<String> grows = kit.spawn(blocking(kit.<String>createTestProbe().ref()), "grows");
    grows.tell("first");
    awaitBlocked();
    tell(grows, 5);
    watch.look();
    tell(grows, 1);
    watch.look();
    assertThat(watch.report().actors()).isEmpty();
    tell(grows, 3);
    watch.look();

    assertThat(watch.report().actors())
        .singleElement()
        .satisfies(
            stuck -> {
              assertThat(stuck.who().path()).isEqualTo("/user/grows");
              assertThat(stuck.trouble()).isEqualTo(Trouble.GROWING_MAILBOX);
              assertThat(stuck.mailboxSizes()).containsExactly(5, 6, 9);
              assertThat(stuck.doing()).isEqualTo("java.lang.String");
              assertThat(stuck.stacks())
                  .singleElement()
                  .satisfies(StuckWatchTest::isOfTheBlockingActor);
            });
    assertThat(events.value(Metric.STUCK_ACTORS)).isEqualTo(1);

    watch.look(); // and no more came
    assertThat(watch.report().actors()).isEmpty();
  }

  @Test
  void aBusyButHealthySystemReportsNothing() {
    List<AtomicLong> rallies = List.of(new AtomicLong(), new AtomicLong(), new AtomicLong());
    rallies.forEach(this::startRally);
    TestProbe<String> probe = kit.createTestProbe();

    for (int look = 0; look < 20; look++) {
      List<Long> before = rallies.stream().map(AtomicLong::get).toList();
      watch.look();
      pass(LIMIT);
      // Time passes by itself here: a thread of Pekko's own may well stand still between two looks.
      assertThat(watch.report().actors())
          .noneMatch(stuck -> stuck.who().path().startsWith("/user/"));
      probe.awaitAssert(
          () -> {
            for (int i = 0; i < rallies.size(); i++) {
              assertThat(rallies.get(i)).hasValueGreaterThan(before.get(i) + 100);
            }
            return null;
          });
    }
  }

  @Test
  void aFailedActorThatWaitsForItsBlockedParentIsNotTheStuckOne() throws Exception {
    ActorRef<String> parent =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  ActorRef<String> child = context.spawn(failing(), "child");
                  context.watch(child);
                  return Behaviors.receiveMessage(
                      message -> {
                        child.tell(message);
                        block();
                        return Behaviors.same();
                      });
                }),
            "parent");
    parent.tell("fail");
    begun.await();

    kit.<String>createTestProbe()
        .awaitAssert(
            () -> {
              lookTwice();
              assertThat(watch.report().actors())
                  .extracting(stuck -> stuck.who().path())
                  .containsExactly("/user/parent");
              return null;
            });
  }

  @Test
  void looksByItselfUntilItIsClosed() throws Exception {
    StuckSettings often =
        new StuckSettings(Duration.ofMillis(100), Duration.ofMillis(200), 1_000, 3);
    ActorRef<String> actor = kit.spawn(blocking(kit.<String>createTestProbe().ref()), "blocks");
    TestProbe<String> probe = kit.createTestProbe();
    try (StuckWatch running = StuckWatch.start(kit.system(), often, events)) {
      actor.tell("first");
      probe.awaitAssert(() -> assertThat(events.value(Metric.STUCK_ACTORS)).isEqualTo(1));
      assertThat(running.report().total()).isEqualTo(1);
      release.countDown();
      probe.awaitAssert(() -> assertThat(events.value(Metric.STUCK_ACTORS)).isZero());
    }
    probe.awaitAssert(
        () ->
            assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("lifeline-stuck-watch"));
  }

  private StuckReport look() {
    watch.look();
    return watch.report();
  }

  private void lookTwice() {
    watch.look();
    pass(LIMIT);
    watch.look();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  private static void tell(ActorRef<String> actor, int times) {
    for (int i = 0; i < times; i++) {
      actor.tell("more");
    }
  }

  private Behavior<String> blocking(ActorRef<String> echo) {
    return Behaviors.receiveMessage(
        message -> {
          block();
          echo.tell(message);
          return Behaviors.same();
        });
  }

  private static Behavior<String> failing() {
    return Behaviors.receiveMessage(
        message -> {
          throw new IllegalStateException("as the test wants it");
        });
  }

  private void block() throws InterruptedException {
    blocked = Thread.currentThread();
    begun.countDown();
    release.await();
  }

  private void awaitBlocked() throws InterruptedException {
    begun.await();
    while (blocked.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  private record Ball(ActorRef<Ball> from) {}

  private void startRally(AtomicLong strokes) {
    kit.spawn(player(strokes)).tell(new Ball(kit.spawn(player(strokes))));
  }

  /** The ball that it plays is always the same. */
  private static Behavior<Ball> player(AtomicLong strokes) {
    return Behaviors.setup(
        context -> {
          Ball back = new Ball(context.getSelf());
          return Behaviors.receiveMessage(
              ball -> {
                strokes.incrementAndGet();
                ball.from().tell(back);
                return Behaviors.same();
              });
        });
  }

  private static void isOfTheBlockingActor(ThreadStack stack) {
    assertThat(stack.thread()).contains("default-dispatcher");
    assertThat(stack.state()).isEqualTo(Thread.State.WAITING);
    assertThat(stack.waitsFor()).isEqualTo("java.util.concurrent.CountDownLatch$Sync");
    assertThat(stack.frames())
        .anyMatch(
            frame ->
                frame.getClassName().equals(StuckWatchTest.class.getName())
                    && frame.getMethodName().equals("block"));
  }
}
