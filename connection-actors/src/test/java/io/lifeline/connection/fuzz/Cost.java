package io.lifeline.connection.fuzz;

import io.lifeline.connection.websocket.Allocation;

/** What an input may cost in memory. */
public final class Cost {
  private static final int ATTEMPTS = 3;

  private Cost() {}

  /**
   * The work allocates no more than so many bytes, of which nothing may come from a length that the
   * peer only claims. It is done again where it takes more: the first time may load classes.
   */
  public static void mustBeAtMost(long bytes, Runnable work) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < ATTEMPTS && least > bytes; i++) {
      least = Math.min(least, Allocation.of(work));
    }
    if (least > bytes) {
      throw new AssertionError("allocated " + least + " bytes (expected: at most " + bytes + ")");
    }
  }
}
