package io.lifeline.load.latency;

import java.time.Duration;

/**
 * When each message is due, whatever became of those before it. Times are nanoseconds of the loop's
 * clock.
 *
 * @param messagesPerSecond above 0
 */
record Schedule(long firstNanos, double messagesPerSecond) {
  private static final double NANOS_PER_SECOND = 1e9;

  Schedule {
    if (!(messagesPerSecond > 0)) {
      throw new IllegalArgumentException("rate: " + messagesPerSecond + " (expected: above 0)");
    }
  }

  /** Computed from the number, so that no rounding adds up. */
  long dueNanos(long number) {
    return firstNanos + (long) (number * (NANOS_PER_SECOND / messagesPerSecond));
  }

  /** How many messages are due before so much time has passed; at least one. */
  long messagesWithin(Duration time) {
    return Math.max(1, (long) Math.ceil(time.toNanos() / NANOS_PER_SECOND * messagesPerSecond));
  }
}
