package io.lifeline.telemetry.inspection.alerts;

import java.util.Locale;

/**
 * What became of a notification. Immutable.
 *
 * @param inspection the id of the one that is about it; empty if none is
 */
public record AlertAnswer(Outcome outcome, String inspection) {
  /** Each is a value of the tag of the metric that counts them. */
  public enum Outcome {
    /** An inspection was begun. */
    INSPECTED,
    /** One that was made lately, or runs, is about this incident too. */
    FOLDED,
    /** Nothing fires any more. */
    RESOLVED,
    /** None of the alerts is in the runbook. */
    UNKNOWN,
    /** Too many incidents in a short time. */
    LIMITED,
    /** It is no notification. */
    MALFORMED,
    /** Whoever sent it has no token. */
    UNAUTHENTICATED;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
