package io.lifeline.telemetry.actortree;

import java.util.List;

/**
 * All living actors of a node, by pattern. Immutable, and of a bounded size whatever the number of
 * actors.
 *
 * @param groups in the order of their patterns
 */
public record GroupSnapshot(List<PatternGroup> groups) {
  public GroupSnapshot {
    groups = List.copyOf(groups);
  }

  /** How many actors there are. */
  public long actors() {
    return groups.stream().mapToLong(PatternGroup::actors).sum();
  }
}
