package io.lifeline.telemetry;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a node counts, as it was at the last tick of its metrics, over all values of their tags.
 * Immutable.
 *
 * @param totals of counters since the node's start, of gauges then; what was not exported yet is
 *     missing
 * @param roundTrips how many since the node's start took at most so many seconds, the last of them
 *     infinitely many; empty before the first tick
 */
public record Figures(Map<Metric, Double> totals, NavigableMap<Double, Long> roundTrips) {
  public static final Figures NONE = new Figures(Map.of(), new TreeMap<>());

  public Figures {
    Map<Metric, Double> copy = new EnumMap<>(Metric.class);
    copy.putAll(totals);
    totals = Collections.unmodifiableMap(copy);
    roundTrips = Collections.unmodifiableNavigableMap(new TreeMap<>(roundTrips));
  }

  /** 0 if it was not exported yet. */
  public double total(Metric metric) {
    return totals.getOrDefault(metric, 0.0);
  }
}
