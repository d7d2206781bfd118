package io.lifeline.load.latency;

import io.lifeline.load.latency.Step.CurvePoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** What a histogram of nanoseconds says in milliseconds. Stateless. */
final class Percentiles {
  /** Three digits from a nanosecond to a minute, in about 200 KiB; the slower counts as that. */
  private static final long SLOWEST_NANOS = 60_000_000_000L;

  private static final double NANOS_PER_MILLI = 1e6;
  private static final int POINTS_PER_NINE = 10;
  private static final int NINES = 4;

  private Percentiles() {}

  static Histogram histogram() {
    return new Histogram(SLOWEST_NANOS, 3);
  }

  static void record(Histogram histogram, long nanos) {
    histogram.recordValue(Math.max(0, Math.min(SLOWEST_NANOS, nanos)));
  }

  /** In this order: p50, p90, p99, p99.9, p99.99, max. */
  static Map<String, Double> named(Histogram nanos) {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put("p50", at(nanos, 50));
    named.put("p90", at(nanos, 90));
    named.put("p99", at(nanos, 99));
    named.put("p99.9", at(nanos, 99.9));
    named.put("p99.99", at(nanos, 99.99));
    named.put("max", millis(nanos.getMaxValue()));
    return named;
  }

  /** From p50 to p99.99, in equal steps of nines. */
  static List<CurvePoint> curve(Histogram nanos) {
    List<CurvePoint> curve = new ArrayList<>();
    curve.add(new CurvePoint(50, at(nanos, 50)));
    for (int i = 4; i <= NINES * POINTS_PER_NINE; i++) {
      double percentile = 100 * (1 - Math.pow(10, -(double) i / POINTS_PER_NINE));
      curve.add(new CurvePoint(percentile, at(nanos, percentile)));
    }
    return curve;
  }

  static double at(Histogram nanos, double percentile) {
    return millis(nanos.getValueAtPercentile(percentile));
  }

  private static double millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }
}
