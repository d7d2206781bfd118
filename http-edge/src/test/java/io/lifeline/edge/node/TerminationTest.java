package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TerminationTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final CountDownLatch letGo = new CountDownLatch(1);
  private final EndBoard end = new EndBoard();
  private final ActorSystem<Object> system =
      ActorSystem.create(
          Behaviors.setup(
              context -> {
                context.spawn(stubborn(), "stubborn");
                return Behaviors.empty();
              }),
          "termination-test");

  @AfterEach
  void letGo() {
    letGo.countDown();
    system.terminate();
  }

  @Test
  void actorsThatHangDoNotKeepTheNode() {
    end.begin();
    system.terminate();

    boolean ended =
        LoggingTestKit.error("the actors have not stopped within [PT0.3S]")
            .withMessageContains("stubborn")
            .withMessageContains("CountDownLatch")
            .expect(system, () -> Termination.await(system, end.begun(), Duration.ofMillis(300)));

    assertThat(ended).isFalse();
  }

  @Test
  void actorsThatStopAreWaitedFor() {
    end.begin();
    system.terminate();
    letGo.countDown();

    assertThat(Termination.await(system, end.begun(), LONG)).isTrue();
    assertThat(system.getWhenTerminated().toCompletableFuture()).isDone();
  }

  /** While the node serves nobody counts. */
  @Test
  void theTimeBeginsWhenTheActorsStop() {
    CompletableFuture<Boolean> waiting =
        CompletableFuture.supplyAsync(
            () -> Termination.await(system, end.begun(), Duration.ofMillis(1)));
    assertThat(waiting).failsWithin(Duration.ofMillis(300));

    end.begin();

    assertThat(waiting).succeedsWithin(LONG).isEqualTo(false);
  }

  private Behavior<Object> stubborn() {
    return Behaviors.receive(Object.class)
        .onSignal(
            PostStop.class,
            signal -> {
              try {
                letGo.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return Behaviors.same();
            })
        .build();
  }
}
