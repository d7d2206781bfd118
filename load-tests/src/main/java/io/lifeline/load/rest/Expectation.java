package io.lifeline.load.rest;

import io.lifeline.connection.CloseReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a round of a scenario should leave in the counts: so many connections ended for each reason,
 * and none for another. Thread-safe.
 *
 * <p>Where it is the kernel that decides which of two reasons is seen (a killed process whose
 * socket had unread bytes sends RST, else FIN), the sum over both is expected.
 */
public final class Expectation {
  /** The runner's own calls end like this; their number does not matter. */
  private static final String HTTP_ENDED = CloseReason.HTTP_ENDED.label();

  private record Group(Set<String> reasons, long count) {}

  private final List<Group> groups = new ArrayList<>();
  private final Set<String> anyNumber = new TreeSet<>();

  /** {@code count} more connections ended, each for one of these reasons. */
  public synchronized void ended(long count, CloseReason... either) {
    Set<String> reasons = new TreeSet<>();
    for (CloseReason reason : either) {
      reasons.add(reason.label());
    }
    long sum = count;
    for (Group group : List.copyOf(groups)) {
      if (group.reasons().stream().anyMatch(reasons::contains)) {
        reasons.addAll(group.reasons());
        sum += group.count();
        groups.remove(group);
      }
    }
    groups.add(new Group(reasons, sum));
  }

  /** Any number of connections may end for these reasons, for which no number was expected. */
  public synchronized void anyNumber(CloseReason... reasons) {
    for (CloseReason reason : reasons) {
      anyNumber.add(reason.label());
    }
  }

  /** Those that differ, one sentence each. */
  synchronized List<String> differences(Snapshot baseline, Snapshot now) {
    List<String> differences = new ArrayList<>();
    Set<String> others = new TreeSet<>(now.closed().keySet());
    others.remove(HTTP_ENDED);
    others.removeAll(anyNumber);
    for (Group group : groups) {
      others.removeAll(group.reasons());
      compare(differences, group.reasons(), baseline, now, group.count());
    }
    for (String reason : others) {
      compare(differences, Set.of(reason), baseline, now, 0);
    }
    return differences;
  }

  private static void compare(
      List<String> differences,
      Set<String> reasons,
      Snapshot baseline,
      Snapshot now,
      long expected) {
    long counted = 0;
    for (String reason : reasons) {
      counted += now.closed().getOrDefault(reason, 0L) - baseline.closed().getOrDefault(reason, 0L);
    }
    if (counted != expected) {
      String names = String.join(" or ", reasons);
      differences.add("closed as " + names + ": " + counted + " (expected: " + expected + ")");
    }
  }
}
