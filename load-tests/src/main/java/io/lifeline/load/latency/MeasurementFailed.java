package io.lifeline.load.latency;

/** The server did what leaves nothing to measure: refused or closed a connection, or stalled. */
final class MeasurementFailed extends RuntimeException {
  private static final long serialVersionUID = 1;

  MeasurementFailed(String problem) {
    super(problem);
  }
}
