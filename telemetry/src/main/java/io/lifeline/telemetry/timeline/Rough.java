package io.lifeline.telemetry.timeline;

/**
 * Numbers in 16 bits, right to one part in a thousand: eleven bits of the number and how often it
 * was halved. Four of them fit into a {@code long}, which one thread can write and another read
 * whole.
 */
final class Rough {
  static final int BITS = 16;
  static final long MASK = 0xffff;

  private static final int DIGITS = 11;
  private static final int DIGITS_MASK = (1 << DIGITS) - 1;

  private Rough() {}

  /** Rounds down. A negative number counts as 0, one above all that fit as the greatest. */
  static long of(long number) {
    long least = Math.max(0, number);
    int halved = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(least) - DIGITS);
    int most = (1 << (BITS - DIGITS)) - 1;
    return halved > most ? MASK : (long) halved << DIGITS | least >>> halved;
  }

  /**
   * @param bits of which the lowest 16 count
   */
  static long number(long bits) {
    int halved = (int) ((bits & MASK) >>> DIGITS);
    return (bits & DIGITS_MASK) << halved;
  }
}
