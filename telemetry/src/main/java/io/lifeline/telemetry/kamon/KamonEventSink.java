package io.lifeline.telemetry.kamon;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link EventSink} of a node: counts in Kamon.
 *
 * <p>Every series is resolved once and then found by its metric's number and, with a tag, one
 * look-up; counting allocates nothing. A call that does not fit its metric (a counter that is set,
 * a tag that is missing) is ignored and named in the log once for each metric: counting must not be
 * able to end a connection. Thread-safe.
 */
final class KamonEventSink implements EventSink {
  private static final Logger LOG = LoggerFactory.getLogger(KamonEventSink.class);

  private final Map<Metric, MetricCells> cells = new EnumMap<>(Metric.class);

  /**
   * @param gaugeRefresh how often Kamon reads the gauges; a fraction of its tick
   */
  KamonEventSink(Duration gaugeRefresh) {
    for (Metric metric : Metric.values()) {
      cells.put(metric, new MetricCells(metric, gaugeRefresh));
    }
  }

  @Override
  public void add(Metric metric, long amount) {
    check(metric, cells(metric).single().add(amount));
  }

  @Override
  public void add(Metric metric, String tagValue, long amount) {
    check(metric, cells(metric).of(tagValue).add(amount));
  }

  @Override
  public void set(Metric metric, long value) {
    check(metric, cells(metric).single().set(value));
  }

  @Override
  public void set(Metric metric, String tagValue, long value) {
    check(metric, cells(metric).of(tagValue).set(value));
  }

  @Override
  public void record(Metric metric, long nanoseconds) {
    check(metric, cells(metric).single().record(nanoseconds, 1));
  }

  @Override
  public void record(Metric metric, String tagValue, long nanoseconds, long times) {
    check(metric, cells(metric).of(tagValue).record(nanoseconds, times));
  }

  private MetricCells cells(Metric metric) {
    return Objects.requireNonNull(cells.get(metric));
  }

  private void check(Metric metric, boolean fits) {
    if (!fits && cells(metric).isFirstMisuse()) {
      LOG.warn(
          "a count for metric [{}], a {}{}, did not fit it and was ignored",
          metric.id(),
          metric.kind(),
          metric.tag().isEmpty() ? " without a tag" : " with the tag " + metric.tag());
    }
  }
}
