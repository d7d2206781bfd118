package io.lifeline.telemetry.leak;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The last {@value #WINDOW} spreads of one group, and what of them is no mere motion.
 *
 * <p>A connection that opens or ends is counted in one place a moment before the next, so a single
 * spread means nothing. What is left over is in every sample, so the least of several is looked at:
 * what comes and goes hides little. A suspect is
 *
 * <ul>
 *   <li>who is known by name to be left over;
 *   <li>without names the least of {@value #SAMPLES} samples in which nothing came or went;
 *   <li>without names and in motion the least of {@value #WINDOW}, if it is more than the
 *       connections that open and end can have between two counts: {@value #IN_MOTION_SECONDS} s of
 *       each of them, by Little's law.
 * </ul>
 *
 * Not thread-safe.
 */
final class GroupHistory {
  static final int SAMPLES = 5;
  static final int WINDOW = 30;

  private static final int EXAMPLES = 3;

  /** In a healthy node some milliseconds. */
  static final double IN_MOTION_SECONDS = 0.025;

  private final ResourceGroup group;
  private final long[] spreads = new long[WINDOW];
  private final long[] turnovers = new long[WINDOW];
  private final Map<Resource, Long> acquired = new EnumMap<>(Resource.class);
  private final Map<Resource, Long> released = new EnumMap<>(Resource.class);
  private int taken;

  GroupHistory(ResourceGroup group) {
    this.group = group;
  }

  ResourceGroup group() {
    return group;
  }

  /**
   * Takes one sample, a second after the one before.
   *
   * @param leftOver names of those that are known to be left over
   */
  GroupReport sample(ResourceLedger ledger, Set<String> leftOver) {
    Map<Resource, Long> held = new EnumMap<>(Resource.class);
    for (Resource resource : group.resources()) {
      held.put(resource, ledger.held(resource));
    }
    long spread = Collections.max(held.values()) - Collections.min(held.values());
    spreads[taken % WINDOW] = spread;
    turnovers[taken % WINDOW] = turnover(ledger);
    taken++;
    long persistent = least(SAMPLES);
    long suspects = suspects(persistent, leftOver.size());
    List<String> examples = leftOver.stream().sorted().limit(EXAMPLES).toList();
    return new GroupReport(group, held, spread, persistent, suspects, examples);
  }

  /**
   * Whether the counts have disagreed in most of the last samples: what is left over of one
   * resource and in motion of another may happen to be the same number.
   */
  boolean differs() {
    int differing = 0;
    for (int i = 1; i <= Math.min(SAMPLES, taken); i++) {
      differing += spreads[(taken - i) % WINDOW] > 0 ? 1 : 0;
    }
    return differing > SAMPLES / 2;
  }

  private long suspects(long persistent, int named) {
    if (named == LeftoverSearch.LIMIT || most(SAMPLES) == 0) {
      return Math.max(persistent, named);
    }
    if (named > 0) {
      return named;
    }
    long lasting = least(WINDOW);
    return lasting > (long) (IN_MOTION_SECONDS * most(WINDOW)) ? lasting : 0;
  }

  /** How many have come or gone since the last sample, of the resource that had most. */
  private long turnover(ResourceLedger ledger) {
    long most = 0;
    for (Resource resource : group.resources()) {
      most = Math.max(most, grown(acquired, resource, ledger.acquiredSoFar(resource)));
      most = Math.max(most, grown(released, resource, ledger.releasedSoFar(resource)));
    }
    return taken == 0 ? 0 : most;
  }

  private static long grown(Map<Resource, Long> counts, Resource resource, long now) {
    Long before = counts.put(resource, now);
    return before == null ? 0 : now - before;
  }

  /** 0 as long as fewer samples were taken. */
  private long least(int samples) {
    if (taken < samples) {
      return 0;
    }
    long least = Long.MAX_VALUE;
    for (int i = 1; i <= samples; i++) {
      least = Math.min(least, spreads[(taken - i) % WINDOW]);
    }
    return least;
  }

  private long most(int samples) {
    long most = 0;
    for (int i = 1; i <= Math.min(samples, taken); i++) {
      most = Math.max(most, turnovers[(taken - i) % WINDOW]);
    }
    return most;
  }
}
