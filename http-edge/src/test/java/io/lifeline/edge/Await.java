package io.lifeline.edge;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What comes true soon, by itself. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private Await() {}

  /** Asserts again and again, for thirty seconds; any other failure than an assertion's ends it. */
  public static void holds(Runnable assertion) {
    holds(PATIENCE, assertion);
  }

  /** The same, for another time. */
  public static void holds(Duration patience, Runnable assertion) {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        assertion.run();
        return;
      } catch (AssertionError e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
      }
    }
  }
}
