package io.lifeline.connection.compression;

import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What the connections of a node keep for compression, in bytes, against its limit. Thread-safe.
 */
final class ContextMemory {
  private final long limit;
  private final EventSink events;
  private final AtomicLong reserved = new AtomicLong();

  ContextMemory(long limit, EventSink events) {
    this.limit = limit;
    this.events = events;
  }

  /** Whether there was room; what was reserved must be released. */
  boolean reserve(int bytes) {
    if (reserved.addAndGet(bytes) > limit) {
      reserved.addAndGet(-bytes);
      return false;
    }
    events.add(Metric.COMPRESSION_MEMORY, bytes);
    return true;
  }

  void release(int bytes) {
    reserved.addAndGet(-bytes);
    events.add(Metric.COMPRESSION_MEMORY, -bytes);
  }

  long reserved() {
    return reserved.get();
  }
}
