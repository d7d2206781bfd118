package io.lifeline.load;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** Asks again and again until the answer is right or the time is over. */
public final class Poll {
  private static final long PAUSE_MILLIS = 100;

  private Poll() {}

  /**
   * Waits until nothing differs. An answer speaks of the moment at which it was asked for, so the
   * last question is asked when the time is over.
   *
   * @param differences what still differs, one sentence each
   * @throws InvariantBroken with the last differences, if some are left at the end
   */
  public static void until(Duration limit, String what, Callable<List<String>> differences)
      throws Exception {
    long deadline = System.nanoTime() + limit.toNanos();
    while (true) {
      boolean last = System.nanoTime() > deadline;
      List<String> left = differences.call();
      if (left.isEmpty()) {
        return;
      } else if (last) {
        throw new InvariantBroken(named(what, limit, left));
      }
      pause(Duration.ofMillis(PAUSE_MILLIS));
    }
  }

  /** Lets time pass, where passing time is part of a scenario. */
  public static void pause(Duration duration) throws InterruptedException {
    Thread.sleep(duration.toMillis());
  }

  private static List<String> named(String what, Duration limit, List<String> left) {
    return left.stream()
        .map(problem -> what + ", after " + limit.toMillis() + " ms: " + problem)
        .toList();
  }
}
