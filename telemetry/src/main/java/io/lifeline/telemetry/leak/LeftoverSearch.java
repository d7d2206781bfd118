package io.lifeline.telemetry.leak;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether and when to look for the names of what one group has left over, and which of them count:
 * those that two looks at least {@value #EVERY} samples apart have found. A connection that ends
 * takes less than that by far. Not thread-safe.
 */
final class LeftoverSearch {
  /** Samples from one look to the next. */
  static final int EVERY = 10;

  /** Names in one look. */
  static final int LIMIT = 64;

  private Set<String> seen = Set.of();
  private Set<String> known = Set.of();
  private int samplesSinceLook = EVERY;

  /**
   * Called for each sample.
   *
   * @param differs whether the counts disagree
   * @return whether to look now
   */
  boolean isDue(boolean differs) {
    samplesSinceLook = Math.min(EVERY, samplesSinceLook + 1);
    if (samplesSinceLook < EVERY || !(differs || !seen.isEmpty())) {
      return false;
    }
    samplesSinceLook = 0;
    return true;
  }

  void found(Set<String> names) {
    known = names.stream().filter(seen::contains).collect(Collectors.toUnmodifiableSet());
    seen = Set.copyOf(names);
  }

  /** Those that were found twice, at most {@value #LIMIT}. */
  Set<String> known() {
    return known;
  }
}
