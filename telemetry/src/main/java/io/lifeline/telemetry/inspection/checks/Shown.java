package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Values as findings say them. */
final class Shown {
  private static final double MEBIBYTE = 1 << 20;
  private static final double GIBIBYTE = 1 << 30;

  private Shown() {}

  static String bytes(long bytes) {
    return bytes >= GIBIBYTE
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / GIBIBYTE)
        : String.format(Locale.ROOT, "%.0f MiB", bytes / MEBIBYTE);
  }

  static double mebibytes(long bytes) {
    return bytes / MEBIBYTE;
  }

  static String percent(double share) {
    return String.format(Locale.ROOT, "%.0f %%", share * 100);
  }

  /** The two largest units, such as {@code 3 h 20 min}. */
  static String duration(Duration duration) {
    if (duration.toDays() > 0) {
      return duration.toDays() + " d " + duration.toHoursPart() + " h";
    }
    if (duration.toHours() > 0) {
      return duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
    return duration.toMinutes() > 0
        ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
        : duration.toSeconds() + " s";
  }

  /** To the second. */
  static String time(Instant at) {
    return Instant.ofEpochSecond(at.getEpochSecond()).toString();
  }

  static Severity above(double value, double warning, double critical) {
    if (value >= critical) {
      return Severity.CRITICAL;
    }
    return value >= warning ? Severity.WARNING : Severity.OK;
  }
}
