package io.lifeline.telemetry.inspection;

/**
 * Why an inspection was made. Immutable.
 *
 * @param kind for a metric's tag
 * @param reason for people; may be empty
 */
public record Trigger(Kind kind, String reason) {
  /** Who asked. */
  public enum Kind {
    MANUAL,
    ALERT,
    SCHEDULE
  }

  public Trigger {
    reason = Evidence.cut(reason);
  }
}
