package io.lifeline.telemetry;

/** How a {@link Metric} changes. */
public enum MetricKind {
  /** Only grows. */
  COUNTER,
  /** Goes up and down. */
  GAUGE,
  /** A distribution of durations, recorded in nanoseconds. */
  TIMER
}
