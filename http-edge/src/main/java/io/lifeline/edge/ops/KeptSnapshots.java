package io.lifeline.edge.ops;

import io.lifeline.telemetry.actortree.GroupSnapshot;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots to compare with, by name: the last {@value #MAX}, of which the oldest makes room. A
 * name that is used again means the newer one. Inspections keep {@value #HEALTHY}. Thread-safe.
 */
public final class KeptSnapshots {
  static final int MAX = 16;

  /** How the node was when an inspection last found nothing wrong. */
  static final String HEALTHY = "healthy";

  record Kept(String name, Instant at, GroupSnapshot groups) {}

  private final Deque<Kept> newestFirst = new ArrayDeque<>();

  synchronized void keep(Kept snapshot) {
    newestFirst.removeIf(kept -> kept.name().equals(snapshot.name()));
    newestFirst.addFirst(snapshot);
    if (newestFirst.size() > MAX) {
      newestFirst.removeLast();
    }
  }

  synchronized Optional<Kept> newest() {
    return Optional.ofNullable(newestFirst.peekFirst());
  }

  synchronized Optional<Kept> named(String name) {
    return newestFirst.stream().filter(kept -> kept.name().equals(name)).findFirst();
  }

  /** The newest first. */
  synchronized List<String> names() {
    return newestFirst.stream().map(Kept::name).toList();
  }
}
