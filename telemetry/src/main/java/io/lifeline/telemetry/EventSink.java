package io.lifeline.telemetry;

/**
 * Where counts and durations go: to Kamon in production, to a recorder in tests.
 *
 * <p>Implementations are thread-safe, never block and never throw. The value of a tag must come
 * from a small fixed set.
 */
public interface EventSink {
  /** Adds to a counter, or moves a gauge by {@code amount}, which may then be negative. */
  void add(Metric metric, long amount);

  /** As {@link #add(Metric, long)}, for a metric that has a tag. */
  void add(Metric metric, String tagValue, long amount);

  /** Sets a gauge. */
  void set(Metric metric, long value);

  /** Sets a gauge that has a tag. */
  void set(Metric metric, String tagValue, long value);

  /** Records a duration in a timer. */
  void record(Metric metric, long nanoseconds);

  /**
   * Records a duration in a timer that has a tag.
   *
   * @param times how often it counts
   */
  void record(Metric metric, String tagValue, long nanoseconds, long times);
}
