package io.lifeline.supervision.connections;

/**
 * How fast the sockets of one address come, against what they may: one number, since most nodes see
 * as many addresses as connections. Each socket pushes the moment at which the address will have
 * rested further away, and none may push it further than a burst.
 *
 * <p>Times are in microseconds of any clock. Not thread-safe.
 */
final class AddressPace {
  static final long MICROS_A_MILLI = 1_000;
  private static final long MICROS_A_SECOND = 1_000_000;

  private long restedAt;

  /** Counts one more socket; false, and not counted, if it comes too fast. */
  boolean take(ConnectionLimits limits, long now) {
    long step = Math.max(1, MICROS_A_SECOND / limits.socketRateOfAddress());
    long next = Math.max(restedAt, now) + step;
    if (next - now > step * limits.socketBurstOfAddress()) {
      return false;
    }
    restedAt = next;
    return true;
  }

  /** From when on the address may send a whole burst again. */
  long restedAt() {
    return restedAt;
  }
}
