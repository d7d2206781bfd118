package io.lifeline.telemetry;

/** All that a node counts, as it was at the last tick of its metrics. Thread-safe. */
public interface Exported {
  /**
   * In Prometheus' text format. It is made for each call, of everything: 136 KB on a node with six
   * thousand connections.
   */
  String text();

  /** The sums of the catalogue's metrics, which are ready and cost nothing to ask for. */
  Figures figures();
}
