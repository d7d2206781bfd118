package io.lifeline.telemetry.actortree;

import java.util.List;

/**
 * How one group differs between two snapshots. Immutable.
 *
 * @param actors how many it has become
 * @param actorsGrown how many more than before; negative if fewer
 * @param mailboxGrown how many more messages wait
 * @param childrenGrown how many more children they have
 * @param examples paths of some that live now, those first that the earlier examples did not name
 */
public record GroupChange(
    String pattern,
    ActorRole role,
    long actors,
    long actorsGrown,
    long mailboxGrown,
    long childrenGrown,
    List<String> examples) {
  public GroupChange {
    examples = List.copyOf(examples);
  }

  boolean isAny() {
    return actorsGrown != 0 || mailboxGrown != 0 || childrenGrown != 0;
  }
}
