package io.lifeline.telemetry.stuck;

import java.time.Duration;
import java.util.List;

/**
 * Which actors were found stuck at the last look and still are.
 *
 * @param lookedAt actors in all at that look; 0 before the first
 * @param took how long that look took
 * @param total stuck actors, of which {@code actors} are the first {@value #MAX}
 */
public record StuckReport(int lookedAt, Duration took, int total, List<StuckActor> actors) {
  static final int MAX = 100;

  public StuckReport {
    actors = List.copyOf(actors);
  }
}
