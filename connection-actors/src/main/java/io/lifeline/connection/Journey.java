package io.lifeline.connection;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The way of a publication from the gateway that took it to a socket, for {@link Metric#DELIVERY}.
 * One serves all deliveries of a publication that are timed. Thread-safe, allocates nothing.
 *
 * @param namespace as the metric names it
 * @param takenAtMillis by the time of day of the node that took it
 * @param standsFor how many deliveries each that is timed stands for
 * @param millis the time of day here
 */
public record Journey(String namespace, long takenAtMillis, int standsFor, LongSupplier millis) {
  /** It is handed to a socket now. */
  void ends(EventSink events) {
    long took = TimeUnit.MILLISECONDS.toNanos(millis.getAsLong() - takenAtMillis);
    events.record(Metric.DELIVERY, namespace, Math.max(0, took), standsFor);
  }
}
