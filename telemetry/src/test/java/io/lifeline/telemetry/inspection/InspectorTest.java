package io.lifeline.telemetry.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class InspectorTest {
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final FakeCheck WELL = FakeCheck.finding("well", Severity.OK, "All is well.");

  private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);

  @AfterEach
  void end() {
    timer.shutdownNow();
  }

  @Test
  void everyCheckIsAnswered() {
    FakeCheck bad = FakeCheck.finding("bad", Severity.CRITICAL, "It burns.");

    try (Inspector inspector = new Inspector(List.of(WELL, bad), timer)) {
      assertThat(inspector.run().join())
          .extracting(CheckResult::check, CheckResult::outcome, CheckResult::severity)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("well", CheckResult.Outcome.ENDED, Severity.OK),
              org.assertj.core.groups.Tuple.tuple(
                  "bad", CheckResult.Outcome.ENDED, Severity.CRITICAL));
    }
  }

  @Test
  void whatBlocksIsTimedOutAndInterruptedWhileOthersEnd() throws InterruptedException {
    CountDownLatch interrupted = new CountDownLatch(1);
    FakeCheck blocking =
        new FakeCheck(
            "blocking",
            SHORT,
            () -> {
              try {
                new CountDownLatch(1).await();
              } finally {
                interrupted.countDown();
              }
              return CompletableFuture.completedFuture(List.of());
            });

    try (Inspector inspector = new Inspector(List.of(blocking, WELL), timer)) {
      List<CheckResult> results = inspector.run().join();

      assertThat(results)
          .extracting(CheckResult::outcome)
          .containsExactly(CheckResult.Outcome.TIMED_OUT, CheckResult.Outcome.ENDED);
      assertThat(results.get(0).findings().get(0).statement())
          .isEqualTo("The check “blocking” did not end within 100 ms.");
      assertThat(results.get(0).severity()).isEqualTo(Severity.WARNING);
      assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatNeverAnswersIsTimedOut() {
    FakeCheck silent = new FakeCheck("silent", SHORT, CompletableFuture::new);

    try (Inspector inspector = new Inspector(List.of(silent), timer)) {
      assertThat(inspector.run().join())
          .extracting(CheckResult::outcome)
          .containsExactly(CheckResult.Outcome.TIMED_OUT);
    }
  }

  @Test
  void whatCannotBeInterruptedIsNotBegunTwice() {
    CountDownLatch free = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    FakeCheck stubborn =
        new FakeCheck(
            "stubborn",
            SHORT,
            () -> {
              begun.incrementAndGet();
              awaitWhateverHappens(free);
              return CompletableFuture.completedFuture(List.of());
            });

    try (Inspector inspector = new Inspector(List.of(stubborn), timer)) {
      inspector.run().join();
      CheckResult second = inspector.run().join().get(0);

      assertThat(second.outcome()).isEqualTo(CheckResult.Outcome.STILL_RUNNING);
      assertThat(begun).hasValue(1);
    } finally {
      free.countDown();
    }
  }

  @Test
  void failuresAndErrorsAreReported() {
    FakeCheck failing =
        new FakeCheck(
            "failing",
            SHORT,
            () -> {
              throw new java.io.IOException("no such file");
            });
    FakeCheck broken =
        new FakeCheck(
            "broken",
            SHORT,
            () -> {
              throw new StackOverflowError();
            });
    FakeCheck later =
        new FakeCheck(
            "later",
            SHORT,
            () -> CompletableFuture.failedFuture(new IllegalStateException("later")));
    FakeCheck mute =
        new FakeCheck("mute", SHORT, () -> CompletableFuture.completedFuture(List.of()));

    try (Inspector inspector = new Inspector(List.of(failing, broken, later, mute), timer)) {
      assertThat(inspector.run().join())
          .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(CheckResult.Outcome.FAILED))
          .extracting(result -> result.findings().get(0).statement())
          .containsExactly(
              "The check “failing” failed with IOException: no such file.",
              "The check “broken” failed with StackOverflowError.",
              "The check “later” failed with IllegalStateException: later.",
              "The check “mute” failed with IllegalStateException: it found nothing at all.");
    }
  }

  @Test
  void twoChecksOfOneNameAreABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Inspector(List.of(WELL, WELL), timer))
        .withMessageContaining("well");
  }

  private static void awaitWhateverHappens(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException e) {
        // as a read that the kernel does not give back
      }
    }
  }
}
