package io.lifeline.load.follow;

import io.lifeline.load.follow.Fault.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Counts faults by kind and keeps the first of each. Thread-safe. */
public final class Faults implements Consumer<Fault> {
  private static final int KEPT_OF_EACH = 3;

  private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
  private final Map<Kind, List<String>> first = new EnumMap<>(Kind.class);

  @Override
  public synchronized void accept(Fault fault) {
    counts.merge(fault.kind(), 1L, Long::sum);
    List<String> kept = first.computeIfAbsent(fault.kind(), kind -> new ArrayList<>());
    if (kept.size() < KEPT_OF_EACH) {
      kept.add(fault.text());
    }
  }

  /** A line for each kind; empty if there was none. */
  public synchronized List<String> lines() {
    List<String> lines = new ArrayList<>();
    counts.forEach(
        (kind, count) -> lines.add(count + " x " + kind + ": " + String.join("; ", kept(kind))));
    return lines;
  }

  private List<String> kept(Kind kind) {
    return first.getOrDefault(kind, List.of());
  }
}
