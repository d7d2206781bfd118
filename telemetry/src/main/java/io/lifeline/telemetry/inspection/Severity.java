package io.lifeline.telemetry.inspection;

import java.util.Locale;

/** How bad it is, from the best to the worst. */
public enum Severity {
  /** As it should be. */
  OK,
  /** Nothing is wrong; worth knowing while one looks for a cause. */
  NOTE,
  /** Somebody should look at it today. */
  WARNING,
  /** Clients feel it, or soon will. */
  CRITICAL;

  /** For people and for a metric's tag, for example {@code critical}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public Severity orWorse(Severity other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
