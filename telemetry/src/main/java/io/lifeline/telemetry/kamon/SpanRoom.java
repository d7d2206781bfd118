package io.lifeline.telemetry.kamon;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The room for spans that wait to be reported. Kamon's own queue drops what it has no room for and
 * tells nobody, so no more than fits is put into it, and the rest is counted here. Thread-safe.
 */
final class SpanRoom {
  /**
   * Of Kamon's queue, unless {@code kamon.trace.reporter-queue-size} says otherwise. It must not:
   * Kamon 2.7.5 then empties another queue than it fills.
   */
  static final int SPANS = 4_096;

  private final EventSink events;
  private final AtomicInteger waiting = new AtomicInteger();

  SpanRoom(EventSink events) {
    this.events = events;
  }

  /** Whether there is room for one more, which then counts as waiting; else it is lost. */
  boolean takes() {
    if (waiting.incrementAndGet() <= SPANS) {
      return true;
    }
    waiting.decrementAndGet();
    events.add(Metric.SPANS, "overflowed", 1);
    return false;
  }

  /**
   * So many wait no more. Less than nothing cannot wait, should Kamon be set to trace of its own.
   */
  void left(int spans) {
    waiting.updateAndGet(now -> Math.max(0, now - spans));
  }
}
