package io.lifeline.telemetry.actortree;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What has changed between two snapshots of one node. Immutable.
 *
 * @param changes the groups that differ, first those that grew most
 */
public record GroupDifference(List<GroupChange> changes) {
  private static final Comparator<GroupChange> MOST_GROWN =
      Comparator.comparingLong(GroupChange::actorsGrown)
          .thenComparingLong(GroupChange::mailboxGrown)
          .reversed()
          .thenComparing(GroupChange::pattern);

  public GroupDifference {
    changes = List.copyOf(changes);
  }

  public static GroupDifference between(GroupSnapshot before, GroupSnapshot now) {
    Map<String, PatternGroup> earlier = new HashMap<>();
    before.groups().forEach(group -> earlier.put(group.pattern(), group));
    Stream<GroupChange> there =
        now.groups().stream()
            .map(group -> change(earlier.getOrDefault(group.pattern(), none(group)), group));
    Set<String> living = new HashSet<>();
    now.groups().forEach(group -> living.add(group.pattern()));
    Stream<GroupChange> gone =
        before.groups().stream()
            .filter(group -> !living.contains(group.pattern()))
            .map(group -> change(group, none(group)));
    return new GroupDifference(
        Stream.concat(there, gone).filter(GroupChange::isAny).sorted(MOST_GROWN).toList());
  }

  private static GroupChange change(PatternGroup before, PatternGroup now) {
    Set<String> known = Set.copyOf(before.examples());
    return new GroupChange(
        now.pattern(),
        now.role(),
        now.actors(),
        now.actors() - before.actors(),
        now.mailbox() - before.mailbox(),
        now.children() - before.children(),
        now.examples().stream().sorted(Comparator.comparing(known::contains)).toList());
  }

  private static PatternGroup none(PatternGroup of) {
    return new PatternGroup(of.pattern(), of.role(), 0, 0, 0, 0, List.of());
  }
}
