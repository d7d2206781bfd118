package io.lifeline.load.follow;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How long a client waits before it connects again, as PROTOCOL.md asks: a random time below a
 * ceiling that begins at a second and doubles up to thirty. Used by one thread.
 */
final class Backoff {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LAST = Duration.ofSeconds(30);

  private final SplittableRandom random;
  private Duration ceiling = FIRST;

  Backoff(SplittableRandom random) {
    this.random = random;
  }

  Duration next() {
    Duration wait = Duration.ofMillis(random.nextLong(ceiling.toMillis()));
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(LAST) < 0 ? doubled : LAST;
    return wait;
  }

  /** The client was served. */
  void reset() {
    ceiling = FIRST;
  }
}
