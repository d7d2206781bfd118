package io.lifeline.load.rest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The invariant at rest: connection actors, heartbeats, writers, registry entries, WebSockets,
 * sockets and descriptors are back at the baseline, nothing is suspected to leak, each end was
 * counted under its reason, and the heap is back within a tolerance. Pure: compares what it is
 * given.
 */
public final class AtRest {
  /** What the live heap may have grown by, of the baseline. */
  public static final double HEAP_TOLERANCE = 0.05;

  private AtRest() {}

  /** One sentence for each thing that differs; empty at rest. */
  public static List<String> differences(Snapshot baseline, Snapshot now, Expectation expectation) {
    List<String> differences = new ArrayList<>();
    Set<String> resources = new TreeSet<>(baseline.resources().keySet());
    resources.addAll(now.resources().keySet());
    for (String resource : resources) {
      compare(
          differences,
          resource,
          baseline.resources().getOrDefault(resource, 0L),
          now.resources().getOrDefault(resource, 0L));
    }
    compare(differences, "WebSockets listed", baseline.listed(), now.listed());
    if (now.descriptors() > baseline.descriptors()) {
      compare(differences, "descriptors", baseline.descriptors(), now.descriptors());
    }
    if (now.leakSuspects() != 0) {
      differences.add("lifeline_leak_suspects: " + now.leakSuspects() + " (expected: 0)");
    }
    differences.addAll(expectation.differences(baseline, now));
    return differences;
  }

  /** Empty if the heap is within the tolerance. A heap that has shrunk is. */
  public static List<String> heapDifferences(long baselineBytes, long bytes) {
    double growth = (double) (bytes - baselineBytes) / baselineBytes;
    if (growth <= HEAP_TOLERANCE) {
      return List.of();
    }
    return List.of(
        String.format(
            Locale.ROOT,
            "live heap: %,d bytes, %.1f %% above the baseline of %,d (expected: at most %.0f %%)",
            bytes,
            growth * 100,
            baselineBytes,
            HEAP_TOLERANCE * 100));
  }

  private static void compare(List<String> differences, String what, long baseline, long now) {
    if (now != baseline) {
      differences.add(what + ": " + now + " (baseline: " + baseline + ")");
    }
  }
}
