package io.lifeline.connection;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The way of a publication from the gateway that took it to a socket, for {@link Metric#DELIVERY}.
 * One serves all deliveries of a publication that are timed. Thread-safe, allocates nothing.
 *
 * @param namespace as the metric names it
 * @param takenAtMillis by the time of day of the node that took it
 * @param standsFor how many deliveries each that is timed stands for
 * @param millis the time of day here
 * @param span of the one delivery that is traced; null of all others
 */
public record Journey(
    String namespace,
    long takenAtMillis,
    int standsFor,
    LongSupplier millis,
    @Nullable OpenSpan span) {
  public Journey(String namespace, long takenAtMillis, int standsFor, LongSupplier millis) {
    this(namespace, takenAtMillis, standsFor, millis, null);
  }

  /** The same for the one delivery that is traced. */
  public Journey traced(OpenSpan delivery) {
    return new Journey(namespace, takenAtMillis, standsFor, millis, delivery);
  }

  /** It is handed to a socket now. */
  void ends(EventSink events) {
    long took = TimeUnit.MILLISECONDS.toNanos(millis.getAsLong() - takenAtMillis);
    events.record(Metric.DELIVERY, namespace, Math.max(0, took), standsFor);
    if (span != null) {
      span.end(Outcome.DONE);
    }
  }

  /** It reaches no socket. */
  void isCutShort() {
    if (span != null) {
      span.end(Outcome.DROPPED);
    }
  }
}
