package io.lifeline.telemetry.stuck;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Pekko's own actors (streams, shards) are classic ones, whose thread nobody notes. */
@Timeout(120)
class StuckClassicActorTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private static final class Blocking extends AbstractActor {
    private final CountDownLatch begun;
    private final CountDownLatch release;

    Blocking(CountDownLatch begun, CountDownLatch release) {
      this.begun = begun;
      this.release = release;
    }

    @Override
    public Receive createReceive() {
      return receiveBuilder().matchAny(message -> block()).build();
    }

    private void block() throws InterruptedException {
      begun.countDown();
      release.await();
    }
  }

  private final ActorTestKit kit = PatientTestKit.create();
  private final AtomicLong nanos = new AtomicLong();
  private final CountDownLatch release = new CountDownLatch(1);
  private final StuckWatch watch =
      new StuckWatch(
          kit.system(),
          new StuckSettings(Duration.ofSeconds(1), LIMIT, 1_000, 3),
          new RecordingEventSink(),
          nanos::get);

  @AfterEach
  void end() {
    release.countDown();
    watch.close();
    kit.shutdownTestKit();
  }

  @Test
  void oneThatBlocksIsToldWithItsStack() throws Exception {
    spawnBlocked(1);

    StuckActor stuck = lookTwice().get(0);

    assertThat(stuck.who().behavior()).isEqualTo("Blocking");
    assertThat(stuck.who().path()).isEqualTo("/system/blocked-0");
    assertThat(stuck.isStackCertain()).isTrue();
    assertThat(stuck.stacks().get(0).frames())
        .anyMatch(frame -> frame.getClassName().equals(Blocking.class.getName()));
  }

  @Test
  void ofSeveralTheStacksOfAllAreShownAndSaidToBeThat() throws Exception {
    spawnBlocked(2);

    List<StuckActor> stuck = lookTwice();

    assertThat(stuck)
        .hasSize(2)
        .allSatisfy(
            actor -> {
              assertThat(actor.isStackCertain()).isFalse();
              assertThat(actor.stacks()).hasSize(2);
            });
    assertThat(StuckText.actor(stuck.get(0)))
        .contains("  one of these threads, it cannot be told which:\n");
  }

  private void spawnBlocked(int actors) throws InterruptedException {
    ExtendedActorSystem classic = (ExtendedActorSystem) Adapter.toClassic(kit.system());
    CountDownLatch begun = new CountDownLatch(actors);
    for (int i = 0; i < actors; i++) {
      classic
          .systemActorOf(
              Props.create(Blocking.class, () -> new Blocking(begun, release)), "blocked-" + i)
          .tell("block", ActorRef.noSender());
    }
    begun.await();
  }

  private List<StuckActor> lookTwice() {
    watch.look();
    nanos.addAndGet(LIMIT.toNanos());
    watch.look();
    return watch.report().actors();
  }
}
