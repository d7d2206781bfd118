package io.lifeline.connection;

import java.util.SplittableRandom;

/**
 * The randomness of tests, which can be repeated: the seed is printed, and {@code -Dseed=} sets it.
 */
public final class Seeds {
  private Seeds() {}

  /** A generator of its own for each purpose. */
  public static SplittableRandom random(String purpose) {
    Long fixed = Long.getLong("seed");
    long seed = fixed == null ? System.nanoTime() : fixed;
    System.out.println("seed of [" + purpose + "]: -Dseed=" + seed);
    return new SplittableRandom(seed);
  }
}
