package io.lifeline.load.latency;

import io.lifeline.load.latency.Step.CurvePoint;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * The steps of all servers as panels, one for each load, in the order in which loads and servers
 * first appear.
 *
 * @param panels by load, and then by server, the newest step of each
 */
record PlotData(Map<String, Map<String, List<CurvePoint>>> panels) {
  /** What a latency below is drawn as, since a logarithm has no zero. */
  private static final double LEAST_MS = 0.001;

  static PlotData of(List<Step> steps) {
    Map<String, Map<String, List<CurvePoint>>> panels = new LinkedHashMap<>();
    for (Step step : steps) {
      panels
          .computeIfAbsent(step.load(), load -> new LinkedHashMap<>())
          .put(step.server(), step.curve());
    }
    return new PlotData(panels);
  }

  /** Servers in the order of their first appearance, so that each has one colour everywhere. */
  List<String> servers() {
    return panels.values().stream().flatMap(lines -> lines.keySet().stream()).distinct().toList();
  }

  /** Where a percentile lies: 1 for p90, 2 for p99, 3 for p99.9, in between alike. */
  static double nines(double percentile) {
    return -Math.log10(1 - percentile / 100);
  }

  /**
   * The percentile at so many nines, as it is called: p90 at 1, p99 at 2, p99.9 at 3. Different for
   * each tick of an axis, since the chart searches for such ticks without end.
   */
  static String name(double nines) {
    int decimals = Math.max(1, (int) Math.ceil(nines - 0.001) - 1);
    BigDecimal percentile =
        BigDecimal.valueOf(100 * (1 - Math.pow(10, -nines)))
            .setScale(decimals, RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return "p" + percentile.toPlainString();
  }

  static double drawn(double ms) {
    return Math.max(LEAST_MS, ms);
  }

  /** The power of ten at or below all latencies, in milliseconds. */
  double lowerDecade() {
    double least = extreme(Double.MAX_VALUE, Math::min);
    return Math.pow(10, Math.floor(Math.log10(least)));
  }

  /** The power of ten above all latencies, in milliseconds. */
  double upperDecade() {
    double most = extreme(LEAST_MS, Math::max);
    return Math.pow(10, Math.floor(Math.log10(most)) + 1);
  }

  private double extreme(double start, DoubleBinaryOperator choose) {
    return panels.values().stream()
        .flatMap(lines -> lines.values().stream())
        .flatMap(List::stream)
        .mapToDouble(point -> drawn(point.ms()))
        .reduce(start, choose);
  }
}
