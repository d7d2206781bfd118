package io.lifeline.connection.fuzz;

import io.lifeline.telemetry.Allocation;

/** What an input may cost in memory. */
public final class Cost {
  private static final int ATTEMPTS = 3;

  /**
   * Jazzer's hooks follow each comparison and each match of a regular expression with work of their
   * own: a handshake that allocates 7 KB by itself allocates 160 KB with them, at times twice that.
   */
  private static final int TIMES_WITH_HOOKS = 10;

  private Cost() {}

  /**
   * The work allocates no more than so many bytes, under Jazzer ten times as many, of which nothing
   * may come from a length that the peer only claims. It is done again where it takes more: the
   * first time may load classes.
   */
  public static void mustBeAtMost(long allowed, Runnable work) {
    long bytes =
        System.getProperty(JazzerEntry.TARGET) != null ? TIMES_WITH_HOOKS * allowed : allowed;
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && least > bytes; i++) {
      least = Math.min(least, Allocation.of(work));
    }
    if (least > bytes) {
      throw new AssertionError("allocated " + least + " bytes (expected: at most " + bytes + ")");
    }
  }
}
