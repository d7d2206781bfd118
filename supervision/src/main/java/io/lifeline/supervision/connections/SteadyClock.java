package io.lifeline.supervision.connections;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time of day when it was made, moved on by the JVM's monotonic clock. Unlike the time of day
 * it neither goes back nor leaps when the machine's clock is set, which would refuse every newcomer
 * until the time is reached again. Thread-safe.
 */
final class SteadyClock extends Clock {
  private final Instant begin;
  private final LongSupplier nanoTime;
  private final long beginNanos;

  SteadyClock(Instant begin, LongSupplier nanoTime) {
    this.begin = begin;
    this.nanoTime = nanoTime;
    this.beginNanos = nanoTime.getAsLong();
  }

  static Clock begin() {
    return new SteadyClock(Instant.now(), System::nanoTime);
  }

  @Override
  public Instant instant() {
    return begin.plusNanos(nanoTime.getAsLong() - beginNanos);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
