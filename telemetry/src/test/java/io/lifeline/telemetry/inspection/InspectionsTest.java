package io.lifeline.telemetry.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.inspection.report.Reports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class InspectionsTest {
  private static final Trigger MANUAL = new Trigger(Trigger.Kind.MANUAL, "");
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

  private final RecordingEventSink events = new RecordingEventSink();
  private final List<String> kept = Collections.synchronizedList(new ArrayList<>());

  @TempDir private Path directory = Path.of("");

  @Test
  void theVerdictIsTheWorstFindingAndIsCounted() {
    try (Inspections inspections =
        inspections(
            directory,
            FakeCheck.finding("fine", Severity.OK, "Fine."),
            FakeCheck.finding("bad", Severity.CRITICAL, "It burns."),
            FakeCheck.finding("so", Severity.WARNING, "It smells."))) {
      Diagnosis diagnosis = inspections.ask(MANUAL).ended().join();

      assertThat(diagnosis.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(diagnosis.verdict()).isEqualTo("It burns.");
      assertThat(diagnosis.results())
          .extracting(CheckResult::check)
          .containsExactly("bad", "so", "fine");
      assertThat(events.value(Metric.INSPECTIONS, "critical")).isEqualTo(1);
      assertThat(diagnosis.isHealthy()).isFalse();
    }
  }

  @Test
  void whoAsksWhileOneRunsIsGivenThatOne() throws IOException {
    CompletableFuture<List<Finding>> answer = new CompletableFuture<>();
    FakeCheck slow = new FakeCheck("slow", Duration.ofSeconds(20), () -> answer);
    try (Inspections inspections = inspections(directory, slow)) {
      Inspections.Asked first = inspections.ask(MANUAL);
      Inspections.Asked second = inspections.ask(MANUAL);

      assertThat(first.begun()).isTrue();
      assertThat(second.begun()).isFalse();
      assertThat(second.id()).isEqualTo(first.id());
      assertThat(inspections.isRunning(first.id())).isTrue();

      answer.complete(List.of(Finding.of(Severity.OK, "Done.")));
      second.ended().join();
      assertThat(inspections.isRunning(first.id())).isFalse();
      assertThat(inspections.reports().latest())
          .extracting(Diagnosis::id)
          .containsExactly(first.id());
      assertThat(inspections.ask(MANUAL).ended().join().id()).isNotEqualTo(first.id());
    }
  }

  @Test
  void onAScheduleOneIsMadeAgainAndAgain() throws InterruptedException {
    CountDownLatch three = new CountDownLatch(3);
    FakeCheck counting =
        new FakeCheck(
            "counting",
            Duration.ofSeconds(20),
            () -> {
              three.countDown();
              return CompletableFuture.completedFuture(List.of(Finding.of(Severity.OK, "Fine.")));
            });
    try (Inspections inspections = inspections(directory, counting)) {
      inspections.schedule(Duration.ofMillis(20));

      assertThat(three.await(20, TimeUnit.SECONDS)).isTrue();
      assertThat(inspections.reports().latest())
          .isNotEmpty()
          .allSatisfy(
              diagnosis -> assertThat(diagnosis.trigger().kind()).isEqualTo(Trigger.Kind.SCHEDULE));
    }
  }

  @Test
  void eachIsToldOnceItIsKept() {
    try (Inspections inspections =
        inspections(directory, FakeCheck.finding("fine", Severity.NOTE, "Young."))) {
      Diagnosis diagnosis = inspections.ask(MANUAL).ended().join();

      assertThat(diagnosis.verdict()).isEqualTo("Nothing is wrong. Worth knowing: Young.");
      assertThat(diagnosis.isHealthy()).isTrue();
      assertThat(kept).containsExactly(diagnosis.id());
    }
  }

  @Test
  void endWaitsForWhatIsBeingKept() throws Exception {
    CompletableFuture<Boolean> waited = new CompletableFuture<>();
    CompletableFuture<Inspections> inspections = new CompletableFuture<>();
    ExecutorService closer = Executors.newSingleThreadExecutor();
    Consumer<Diagnosis> keep =
        diagnosis -> {
          Future<?> closing = closer.submit(() -> inspections.join().close());
          waited.complete(isStillGoingOn(closing));
        };
    inspections.complete(
        inspections(directory, keep, FakeCheck.finding("fine", Severity.OK, "Fine.")));
    try {
      inspections.join().ask(MANUAL);

      assertThat(waited.get(20, TimeUnit.SECONDS)).isTrue();
    } finally {
      closer.shutdown();
      assertThat(closer.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static boolean isStillGoingOn(Future<?> closing) {
    try {
      closing.get(200, TimeUnit.MILLISECONDS);
      return false;
    } catch (TimeoutException e) {
      return true;
    } catch (InterruptedException | ExecutionException e) {
      return false;
    }
  }

  @Test
  void whereNothingCanBeWrittenTheReportIsInMemoryAndEachFailureIsCounted() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    try (Inspections inspections =
        inspections(file.resolve("below"), FakeCheck.finding("fine", Severity.OK, "Fine."))) {
      String first = inspections.ask(MANUAL).ended().join().id();
      inspections.ask(MANUAL).ended().join();

      assertThat(inspections.reports().page(first))
          .hasValueSatisfying(page -> assertThat(page).contains("All 1 checks are well."));
      assertThat(events.value(Metric.REPORTS_UNWRITTEN)).isEqualTo(2);
    }
  }

  private Inspections inspections(Path to, Check... checks) {
    return inspections(to, diagnosis -> kept.add(diagnosis.id()), checks);
  }

  private Inspections inspections(Path to, Consumer<Diagnosis> whenKept, Check... checks) {
    InspectionSettings settings =
        new InspectionSettings(
            Optional.of(to), 10, 1 << 20, Duration.ofSeconds(5), Duration.ZERO, List.of());
    return new Inspections(
        "node-1", List.of(checks), new Reports(settings, events), events, NOON, whenKept);
  }
}
