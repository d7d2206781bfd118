package io.lifeline.telemetry;

/** What one of a {@link Metric} is, as it is exported. */
public enum MetricUnit {
  /** Things or events, counted. */
  NUMBER,
  BYTES,
  SECONDS
}
