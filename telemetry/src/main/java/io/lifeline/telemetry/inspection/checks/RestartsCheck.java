package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.StartLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * When nodes were started here, and with which version, as far as the report directory knows.
 * Thread-safe.
 */
public final class RestartsCheck {
  private static final Duration LATELY = Duration.ofHours(1);
  private static final Duration JUST_NOW = Duration.ofMinutes(15);
  private static final int MANY = 3;

  private final Optional<Path> directory;
  private final Instant started;
  private final Clock clock;

  /**
   * @param directory of the reports
   * @param started when this node was
   */
  public RestartsCheck(Optional<Path> directory, Instant started, Clock clock) {
    this.directory = directory;
    this.started = started;
    this.clock = clock;
  }

  /**
   * @throws IOException if the starts cannot be read
   */
  public List<Finding> look() throws IOException {
    Duration up = Duration.between(started, clock.instant());
    if (directory.isEmpty()) {
      return List.of(
          Finding.of(
              young(up),
              "The node has been up for %s; without lifeline.telemetry.inspection.directory it does not know earlier starts."
                  .formatted(Shown.duration(up))));
    }
    List<StartLog.Start> starts = new ArrayList<>(new StartLog(directory.get()).read());
    Collections.reverse(starts);
    Instant since = clock.instant().minus(LATELY);
    long lately = starts.stream().filter(start -> start.at().isAfter(since)).count();
    Finding finding =
        Finding.of(
                lately >= MANY ? Severity.WARNING : young(up),
                "The node has been up for %s; starts here in the last hour: %d.%s"
                    .formatted(Shown.duration(up), lately, deployed(starts)))
            .with(
                new Evidence.Table(
                    "Starts, the latest first",
                    List.of("at", "node", "version"),
                    starts.stream()
                        .map(start -> List.of(start.at().toString(), start.node(), start.version()))
                        .toList()));
    return List.of(
        lately >= MANY
            ? finding.next(
                "See why it ended each time: the exit code, and the last lines of the log before.")
            : finding);
  }

  /** The latest change of the version, if these starts show one. */
  private static String deployed(List<StartLog.Start> latestFirst) {
    for (int i = 0; i + 1 < latestFirst.size(); i++) {
      StartLog.Start after = latestFirst.get(i);
      String before = latestFirst.get(i + 1).version();
      if (!after.version().equals(before)) {
        return " Version %s came at %s, after %s."
            .formatted(after.version(), Shown.time(after.at()), before);
      }
    }
    return "";
  }

  private static Severity young(Duration up) {
    return up.compareTo(JUST_NOW) < 0 ? Severity.NOTE : Severity.OK;
  }
}
