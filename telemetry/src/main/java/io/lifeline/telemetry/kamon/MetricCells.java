package io.lifeline.telemetry.kamon;

import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.kamon.Cell.CounterCell;
import io.lifeline.telemetry.kamon.Cell.GaugeCell;
import io.lifeline.telemetry.kamon.Cell.TimerCell;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import kamon.Kamon;
import kamon.metric.MeasurementUnit;
import kamon.tag.TagSet;

/**
 * The time series of one metric: a single one, or one for each value of its tag.
 *
 * <p>At {@value #MAX_TAG_VALUES} values of a tag every further one is counted as {@value
 * #OVERFLOW}: a tag that takes its values from peers must not grow the node. Thread-safe.
 */
final class MetricCells {
  static final int MAX_TAG_VALUES = 64;
  static final String OVERFLOW = "other";

  private final Metric metric;
  private final Duration gaugeRefresh;
  private final Cell untagged;
  private final ConcurrentMap<String, Cell> tagged = new ConcurrentHashMap<>();
  private final AtomicBoolean misused = new AtomicBoolean();

  MetricCells(Metric metric, Duration gaugeRefresh) {
    this.metric = metric;
    this.gaugeRefresh = gaugeRefresh;
    this.untagged = metric.tag().isEmpty() ? resolve(TagSet.Empty()) : Cell.Misused.INSTANCE;
  }

  /** The series of a metric without a tag. */
  Cell single() {
    return untagged;
  }

  /** The series of a tag's value. */
  Cell of(String tagValue) {
    Cell known = tagged.get(tagValue);
    return known != null ? known : admit(tagValue);
  }

  /** Whether this is the first call that did not fit the metric, and so worth a line in the log. */
  boolean isFirstMisuse() {
    return misused.compareAndSet(false, true);
  }

  private Cell admit(String tagValue) {
    if (metric.tag().isEmpty()) {
      return tagValue.isEmpty() ? untagged : Cell.Misused.INSTANCE;
    }
    String shown = tagged.size() < MAX_TAG_VALUES ? tagValue : OVERFLOW;
    return tagged.computeIfAbsent(shown, value -> resolve(TagSet.of(metric.tag(), value)));
  }

  private Cell resolve(TagSet tags) {
    return switch (metric.kind()) {
      case COUNTER -> new CounterCell(Kamon.counter(metric.id(), metric.meaning()).withTags(tags));
      case GAUGE ->
          GaugeCell.feeding(
              Kamon.gauge(metric.id(), metric.meaning()).withTags(tags), gaugeRefresh);
      case TIMER ->
          new TimerCell(
              Kamon.histogram(
                      metric.id(),
                      metric.meaning(),
                      MeasurementUnit.time().nanoseconds(),
                      TimerCell.RANGE)
                  .withTags(tags));
    };
  }
}
