package io.lifeline.edge.ops;

import io.lifeline.telemetry.Metric;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/**
 * A few figures out of all that the node exports, read in one pass. They are as old as the last
 * tick of the metrics. Immutable.
 *
 * @param totals of counters and gauges, over all values of their tags; those that were not exported
 *     yet are missing
 * @param roundTrips how many round trips took at most so many seconds, since the node's start
 */
record ExportedFigures(Map<Metric, Double> totals, NavigableMap<Double, Long> roundTrips) {
  private static final String BUCKET = Metric.ROUND_TRIP.exportedName() + "_bucket";
  private static final String LIMIT = "le=\"";

  /**
   * @param text in Prometheus' text format, as Kamon writes it: no time after the value
   * @param wanted counters and gauges
   */
  static ExportedFigures of(String text, Set<Metric> wanted) {
    Map<String, Metric> byName = new HashMap<>();
    wanted.forEach(metric -> byName.put(metric.exportedName(), metric));
    Map<Metric, Double> totals = new HashMap<>();
    NavigableMap<Double, Long> roundTrips = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .forEach(
            line -> {
              String name = nameIn(line);
              Metric metric = byName.get(name);
              if (metric != null) {
                totals.merge(metric, valueIn(line), Double::sum);
              } else if (name.equals(BUCKET)) {
                roundTrips.merge(limitIn(line), (long) valueIn(line), Long::sum);
              }
            });
    return new ExportedFigures(totals, roundTrips);
  }

  double total(Metric metric) {
    return totals.getOrDefault(metric, 0.0);
  }

  private static String nameIn(String line) {
    int brace = line.indexOf('{');
    int space = line.indexOf(' ');
    int end = brace < 0 ? space : Math.min(brace, space < 0 ? brace : space);
    return end < 0 ? line : line.substring(0, end);
  }

  private static double valueIn(String line) {
    return number(line.substring(line.lastIndexOf(' ') + 1));
  }

  private static double limitIn(String line) {
    int begin = line.indexOf(LIMIT) + LIMIT.length();
    return number(line.substring(begin, line.indexOf('"', begin)));
  }

  private static double number(String text) {
    return text.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(text);
  }
}
