package io.lifeline.telemetry.inspection.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.inspection.DiagnosisSamples;
import io.lifeline.telemetry.inspection.InspectionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportsTest {
  private static final int MEBIBYTE = 1 << 20;

  @TempDir private Path directory = Path.of("");

  @Test
  void aReportIsAPageAndItsDataAndOutlivesItsNode() throws IOException {
    reports(10, MEBIBYTE).keep(DiagnosisSamples.saying("20261126-1", "Found."));
    Reports afterARestart = reports(10, MEBIBYTE);

    assertThat(afterARestart.ids()).containsExactly("20261126-1");
    assertThat(afterARestart.page("20261126-1"))
        .hasValueSatisfying(page -> assertThat(page).contains("<h1>Found.</h1>"));
    String data = afterARestart.data("20261126-1").orElseThrow();
    assertThat(new JsonMapper().readTree(data).path("verdict").asText()).isEqualTo("Found.");
  }

  @Test
  void theOldestMakeRoomForWhatIsTooMany() throws IOException {
    Files.writeString(directory.resolve("of-somebody-else.json"), "{}");
    Reports reports = reports(3, 64 * MEBIBYTE);
    for (int i = 0; i < 12; i++) {
      reports.keep(DiagnosisSamples.saying("id-%02d".formatted(i), "Found."));
    }

    assertThat(files())
        .containsExactlyInAnyOrder(
            "of-somebody-else.json",
            "report-id-09.html",
            "report-id-09.json",
            "report-id-10.html",
            "report-id-10.json",
            "report-id-11.html",
            "report-id-11.json");
  }

  @Test
  void theOldestMakeRoomForWhatIsTooLarge() throws IOException {
    Reports reports = reports(100, MEBIBYTE);
    for (int i = 0; i < 40; i++) {
      reports.keep(DiagnosisSamples.saying("id-%02d".formatted(i), "Found."));
    }

    long bytes = 0;
    for (String file : files()) {
      bytes += Files.size(directory.resolve(file));
    }
    assertThat(bytes).isBetween(MEBIBYTE / 2L, (long) MEBIBYTE);
    assertThat(files()).contains("report-id-39.html").doesNotContain("report-id-00.html");
  }

  /** A file stands where the directory should be, and goes away. */
  @Test
  void whatCouldNotBeWrittenIsListedAndWrittenWithTheNext() throws IOException {
    Path blocked = Files.writeString(directory.resolve("blocked"), "in the way");
    RecordingEventSink events = new RecordingEventSink();
    Reports reports = reports(blocked, 10, MEBIBYTE, events);
    for (int i = 0; i < Reports.IN_MEMORY + 2; i++) {
      reports.keep(DiagnosisSamples.saying("id-%02d".formatted(i), "Found."));
    }
    assertThat(reports.ids()).hasSize(Reports.IN_MEMORY).startsWith("id-09").endsWith("id-02");
    assertThat(events.value(Metric.REPORTS_UNWRITTEN)).isEqualTo(Reports.IN_MEMORY + 2);

    Files.delete(blocked);
    reports.keep(DiagnosisSamples.saying("id-10", "Found."));

    assertThat(reports(blocked, 10, MEBIBYTE).ids())
        .hasSize(Reports.IN_MEMORY)
        .startsWith("id-10")
        .endsWith("id-03");
  }

  /** A directory stands where the file of one should be, which no one can read as a file. */
  @Test
  void aReportThatCannotBeReadDoesNotHideTheOthers() throws IOException {
    reports(10, MEBIBYTE).keep(DiagnosisSamples.saying("id-00", "Found."));
    Files.createDirectory(directory.resolve("report-id-01.json"));

    assertThat(reports(10, MEBIBYTE).newest(10)).singleElement().asString().contains("id-00");
  }

  @Test
  void aPathIsNoId() throws IOException {
    Files.writeString(directory.resolve("secret.json"), "{}");
    Path below = directory.resolve("reports");
    Files.createDirectories(below.resolve("report-x"));

    Reports reports = reports(below, 10, MEBIBYTE);
    assertThat(reports.data("x/../../secret")).isEmpty();
    assertThat(reports.page("none")).isEmpty();
  }

  private Reports reports(int keep, int bytes) {
    return reports(directory, keep, bytes);
  }

  private static Reports reports(Path directory, int keep, int bytes) {
    return reports(directory, keep, bytes, new RecordingEventSink());
  }

  private static Reports reports(Path directory, int keep, int bytes, EventSink events) {
    return new Reports(
        new InspectionSettings(
            Optional.of(directory), keep, bytes, Duration.ofSeconds(5), Duration.ZERO, List.of()),
        events);
  }

  private List<String> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
