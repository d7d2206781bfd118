package io.lifeline.load.scenario;

import io.lifeline.load.Spread;
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
        + Spread.of(pushes, 1000)
        + " (in peace "
        + Spread.of(calm.pushes, 1000)
        + "), round trips "
        + Spread.of(roundTrips, 1000)
        + " (in peace "
        + Spread.of(calm.roundTrips, 1000)
        + ") ms at p50/p99/max";
  }
}
