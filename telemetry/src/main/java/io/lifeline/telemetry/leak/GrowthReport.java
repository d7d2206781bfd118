package io.lifeline.telemetry.leak;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * How one kind of growth was at the last sample. Immutable.
 *
 * @param held at this sample, in the unit of {@code what}
 * @param perConnection how much of it the node was seen to hold for one connection more
 * @param suspects by how much it has grown beyond that; 0 unless it goes on growing
 * @param within the time in which it has grown so much; zero where it does not
 * @param examples what of it grew most; empty where that cannot be named
 */
public record GrowthReport(
    Growth what,
    long held,
    double perConnection,
    long suspects,
    Duration within,
    List<String> examples) {
  public GrowthReport {
    examples = List.copyOf(examples);
  }

  /** Before anything was seen. */
  static GrowthReport none(Growth what) {
    return new GrowthReport(what, 0, 0, 0, Duration.ZERO, List.of());
  }

  /** For a log line. */
  String figures() {
    return String.format(
        Locale.ROOT,
        "held=%d per_connection=%.3f within_s=%d",
        held,
        perConnection,
        within.toSeconds());
  }
}
