package io.lifeline.load.scenario;

import java.util.Locale;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SynchronizedHistogram;

/**
 * How long a node took in one phase, in microseconds. Thread-safe.
 *
 * @param pushes from the call of the HTTP API until a peer has the publication
 * @param roundTrips of a message that is echoed
 */
record Latencies(Histogram pushes, Histogram roundTrips) {
  private static final int DIGITS = 3;

  Latencies() {
    this(new SynchronizedHistogram(DIGITS), new SynchronizedHistogram(DIGITS));
  }

  /** Both phases in one line. */
  String besides(Latencies calm) {
    return "neighbours' pushes "
        + text(pushes)
        + " (in peace "
        + text(calm.pushes)
        + "), round trips "
        + text(roundTrips)
        + " (in peace "
        + text(calm.roundTrips)
        + ") ms at p50/p99/max";
  }

  private static String text(Histogram histogram) {
    return String.format(
        Locale.ROOT,
        "%.1f/%.1f/%.1f",
        histogram.getValueAtPercentile(50) / 1000.0,
        histogram.getValueAtPercentile(99) / 1000.0,
        histogram.getMaxValue() / 1000.0);
  }
}
