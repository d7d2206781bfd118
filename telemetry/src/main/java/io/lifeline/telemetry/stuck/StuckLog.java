package io.lifeline.telemetry.stuck;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/** Says in the log which actors became stuck and which no longer are. Not thread-safe. */
final class StuckLog {
  /** Named after one look; the rest is a number. */
  static final int MAX_NAMED = 10;

  private final Logger log;
  private Set<String> before = Set.of();

  StuckLog(Logger log) {
    this.log = log;
  }

  /**
   * @param stuck all of them, as the last look found them
   */
  void tell(List<StuckActor> stuck) {
    Set<String> now = new HashSet<>();
    int fresh = 0;
    for (StuckActor actor : stuck) {
      String path = actor.who().path();
      if (now.add(path) && !before.contains(path) && ++fresh <= MAX_NAMED) {
        log.warn("an actor is stuck:\n{}", StuckText.actor(actor).stripTrailing());
      }
    }
    if (fresh > MAX_NAMED) {
      log.warn("[{}] more actors became stuck at once", fresh - MAX_NAMED);
    }
    before.stream()
        .filter(path -> !now.contains(path))
        .limit(MAX_NAMED)
        .forEach(path -> log.info("no longer stuck: [{}]", path));
    before = now;
  }
}
