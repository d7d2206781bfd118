package io.lifeline.telemetry.inspection.announce;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trigger;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class AnnouncerTest {
  private static final String WARNING = "the next that are not are only counted";
  private static final CompletableFuture<Integer> TAKEN = CompletableFuture.completedFuture(204);

  private final ActorTestKit kit = PatientTestKit.create();
  private final TestProbe<Object> probe = kit.createTestProbe();
  private final RecordingEventSink events = new RecordingEventSink();
  private final List<Long> posts = new CopyOnWriteArrayList<>();

  @AfterEach
  void end() {
    kit.shutdownTestKit();
  }

  @Test
  void whatFailsIsTriedAgainWithGrowingPauses() {
    Announcer announcer =
        announcer("retries = 3, first-pause = 40ms", post -> post < 4 ? answer(503) : TAKEN);

    announcer.announce(critical());

    await("announced", 1);
    assertThat(posts).hasSize(4);
    assertThat(events.value(Metric.ANNOUNCEMENTS_RETRIED)).isEqualTo(3);
    List<Long> least = List.of(40L, 80L, 160L);
    assertThat(IntStream.range(0, 3).mapToObj(i -> (posts.get(i + 1) - posts.get(i)) / 1_000_000))
        .zipSatisfy(least, (pause, bound) -> assertThat(pause).isGreaterThanOrEqualTo(bound));
  }

  @Test
  void afterTheLastTryItIsGivenUpWithOneWarningForAllThatFollow() {
    Announcer announcer =
        announcer("retries = 1, open-after = 100", post -> failed("Connection refused"));

    LoggingTestKit.warn("IOException: Connection refused; " + WARNING)
        .withOccurrences(1)
        .expect(
            kit.system(),
            () -> {
              announcer.announce(critical());
              announcer.announce(critical());
              await("given_up", 2);
              return null;
            });

    assertThat(posts).hasSize(4);
  }

  @Test
  void onceOneIsAnnouncedAgainThatIsSaidAndTheNextFailureIsNewsAgain() {
    Announcer announcer =
        announcer("retries = 0, open-after = 100", post -> post == 2 ? TAKEN : answer(500));

    warned(announcer, "it answered with 500", "given_up", 1);
    LoggingTestKit.info("reports are announced to [http://receiver/(hidden)] again")
        .expect(kit.system(), () -> announce(announcer, "announced", 1));
    warned(announcer, "it answered with 500", "given_up", 2);
  }

  @Test
  void whatTheReceiverDoesNotWantIsNotTriedAgain() {
    Announcer announcer = announcer("retries = 5", post -> answer(401));

    warned(announcer, "it answered with 401", "given_up", 1);

    assertThat(posts).hasSize(1);
    assertThat(events.value(Metric.ANNOUNCEMENTS_RETRIED)).isZero();
  }

  @Test
  void aReceiverThatFailsTooOftenIsLeftAlone() {
    Announcer announcer =
        announcer("retries = 1, open-after = 2, open-for = 1h", post -> answer(500));

    announce(announcer, "given_up", 1);
    announce(announcer, "refused", 1);
    announce(announcer, "refused", 2);

    assertThat(posts).hasSize(2);
  }

  @Test
  void afterAWhileItIsTriedAgain() {
    Announcer announcer =
        announcer(
            "retries = 0, open-after = 1, open-for = 300ms",
            post -> post == 1 ? answer(500) : TAKEN);
    announce(announcer, "given_up", 1);

    probe.awaitAssert(
        Duration.ofSeconds(30),
        () -> {
          announcer.announce(critical());
          assertThat(events.value(Metric.ANNOUNCEMENTS, "announced")).isPositive();
          return null;
        });
    assertThat(posts.get(1) - posts.get(0)).isGreaterThanOrEqualTo(300_000_000L);
  }

  @Test
  void aReceiverThatDoesNotAnswerIsGivenUpInTime() {
    Announcer announcer =
        announcer("retries = 0, timeout = 100ms", post -> new CompletableFuture<>());

    warned(announcer, "it did not answer within 100 ms", "given_up", 1);
  }

  @Test
  void whatIsTooMuchForTheQueueIsCounted() {
    CompletableFuture<Integer> held = new CompletableFuture<>();
    Announcer announcer = announcer("queue = 3, timeout = 60s", post -> held);

    IntStream.range(0, 100).forEach(i -> announcer.announce(critical()));

    long overflowed = events.value(Metric.ANNOUNCEMENTS, "overflowed");
    assertThat(overflowed).isBetween(90L, 97L); // besides the queue's, the one that is sent waits
    held.complete(200);
    await("announced", 100 - overflowed);
  }

  @Test
  void aWebhookThatThrowsCostsNoMoreThanOneThatFails() {
    Announcer announcer =
        announcer(
            "retries = 0, open-after = 100",
            post -> {
              if (post == 1) {
                throw new IllegalStateException("a bug");
              }
              return TAKEN;
            });

    warned(announcer, "IllegalStateException: a bug", "given_up", 1);
    announce(announcer, "announced", 1);
  }

  @Test
  void ofAScheduleOnlyWhatIsWrongIsAnnounced() {
    Announcer announcer = announcer("", post -> TAKEN);

    announcer.announce(diagnosis(Trigger.Kind.SCHEDULE, Severity.NOTE));
    announcer.announce(diagnosis(Trigger.Kind.SCHEDULE, Severity.WARNING));
    announcer.announce(diagnosis(Trigger.Kind.MANUAL, Severity.OK));
    announcer.announce(diagnosis(Trigger.Kind.ALERT, Severity.OK));

    await("announced", 3);
    assertThat(posts).hasSize(3);
  }

  private void warned(Announcer announcer, String why, String outcome, long times) {
    LoggingTestKit.warn(why).expect(kit.system(), () -> announce(announcer, outcome, times));
  }

  private Void announce(Announcer announcer, String outcome, long times) {
    announcer.announce(critical());
    return await(outcome, times);
  }

  private Void await(String outcome, long times) {
    return probe.awaitAssert(
        Duration.ofSeconds(30),
        () -> {
          assertThat(events.value(Metric.ANNOUNCEMENTS, outcome)).isEqualTo(times);
          return null;
        });
  }

  /** The webhook is given the number of each post, from 1. */
  private Announcer announcer(String settings, IntFunction<CompletableFuture<Integer>> answers) {
    Webhook webhook =
        json -> {
          posts.add(System.nanoTime());
          return answers.apply(posts.size());
        };
    AnnouncementSettings read =
        AnnouncementSettingsTest.settings(
            "url = \"http://receiver/secret\", first-pause = 10ms, longest-pause = 10s\n"
                + settings);
    return new Announcer(kit.system(), read, "blue", webhook, events);
  }

  private static CompletableFuture<Integer> answer(int status) {
    return CompletableFuture.completedFuture(status);
  }

  private static CompletableFuture<Integer> failed(String why) {
    return CompletableFuture.failedFuture(new IOException(why));
  }

  private static Diagnosis critical() {
    return diagnosis(Trigger.Kind.ALERT, Severity.CRITICAL);
  }

  private static Diagnosis diagnosis(Trigger.Kind kind, Severity severity) {
    return new Diagnosis(
        "20261126-1",
        "node-1",
        new Trigger(kind, ""),
        Instant.EPOCH,
        Duration.ZERO,
        List.of(
            new CheckResult(
                "check",
                CheckResult.Outcome.ENDED,
                Duration.ZERO,
                List.of(Finding.of(severity, "So it is.")))));
  }
}
