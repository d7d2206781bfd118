package io.lifeline.load.follow;

import io.lifeline.load.Spread;
import java.util.HashSet;
import java.util.Set;
import org.HdrHistogram.Histogram;

/**
 * A fault at one moment, and for each client how long it took until it was served again: until it
 * received a message that was to be published after the fault. Used by one thread.
 */
final class Outage {
  private static final long MOST_MILLIS = 600_000;

  private final long sinceNanos;
  private final Set<RecoveringClient> affected;
  private final Set<RecoveringClient> waiting;
  private final Histogram all = new Histogram(MOST_MILLIS, 3);
  private final Histogram ofAffected = new Histogram(MOST_MILLIS, 3);

  /**
   * @param clients all of them
   * @param affected those whose node had the fault
   */
  Outage(long sinceNanos, Set<RecoveringClient> clients, Set<RecoveringClient> affected) {
    this.sinceNanos = sinceNanos;
    this.affected = Set.copyOf(affected);
    this.waiting = new HashSet<>(clients);
  }

  void received(RecoveringClient client, long dueNanos, long nowNanos) {
    if (dueNanos < sinceNanos || !waiting.remove(client)) {
      return;
    }
    long millis = Math.min(MOST_MILLIS, (nowNanos - sinceNanos) / 1_000_000);
    all.recordValue(millis);
    if (affected.contains(client)) {
      ofAffected.recordValue(millis);
    }
  }

  /** How many clients are not served yet. */
  int waiting() {
    return waiting.size();
  }

  /** For people: seconds at p50, p99 and at most, of those at the faulty node and of all. */
  String text() {
    return "served again after "
        + Spread.of(ofAffected, 1000)
        + " s ("
        + ofAffected.getTotalCount()
        + " clients of that node), "
        + Spread.of(all, 1000)
        + " s (all "
        + all.getTotalCount()
        + ") at p50/p99/max";
  }
}
