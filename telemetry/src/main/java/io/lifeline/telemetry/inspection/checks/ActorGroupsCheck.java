package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.GroupChange;
import io.lifeline.telemetry.actortree.GroupDifference;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.HealthyGroups;
import io.lifeline.telemetry.inspection.Severity;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Which groups of actors have grown since the node was last known to be healthy, and whether the
 * connections explain it. Counting walks through all actors once. Thread-safe.
 */
public final class ActorGroupsCheck {
  private static final int SHOWN = 15;

  /** More than this beyond what the connections explain is worth a warning, if it is also ... */
  private static final long MANY = 200;

  /** ... more than this share of what they explain. */
  private static final double MUCH = 0.5;

  /** In one mailbox. */
  private static final int LONG_MAILBOX = 10_000;

  private final Supplier<GroupSnapshot> now;
  private final HealthyGroups healthy;
  private final ResourceLedger ledger;

  /**
   * @param now counts the actors
   */
  public ActorGroupsCheck(
      Supplier<GroupSnapshot> now, HealthyGroups healthy, ResourceLedger ledger) {
    this.now = now;
    this.healthy = healthy;
    this.ledger = ledger;
  }

  public List<Finding> look() {
    GroupSnapshot groups = now.get();
    long websockets = ledger.held(Resource.WEBSOCKETS);
    Finding change =
        healthy
            .last()
            .map(before -> difference(before, groups, websockets))
            .orElseGet(
                () ->
                    Finding.of(
                        Severity.OK,
                        "The node has %,d actors; there is no count of a healthy moment yet to compare with."
                            .formatted(groups.actors())));
    return Stream.concat(Stream.of(change), mailboxes(groups)).toList();
  }

  private static Stream<Finding> mailboxes(GroupSnapshot groups) {
    return groups.groups().stream()
        .filter(group -> group.largestMailbox() >= LONG_MAILBOX)
        .map(
            group ->
                Finding.of(
                        Severity.WARNING,
                        "An actor of %s has %,d messages waiting."
                            .formatted(group.pattern(), group.largestMailbox()))
                    .next(
                        "See which: lifeline actors "
                            + group.pattern().replaceFirst("/\\*.*", "")
                            + " --depth 2"));
  }

  private Finding difference(HealthyGroups.Kept before, GroupSnapshot groups, long websockets) {
    List<GroupChange> changes = GroupDifference.between(before.groups(), groups).changes();
    double load = (websockets + 1.0) / (before.websockets() + 1.0);
    List<GroupChange> unexplained =
        changes.stream().filter(change -> isUnexplained(change, load)).toList();
    Evidence table = table(before, changes);
    if (unexplained.isEmpty()) {
      return Finding.of(
              Severity.OK,
              "The node has %,d actors for %,d WebSockets, as is to be expected after %,d at %s."
                  .formatted(
                      groups.actors(),
                      websockets,
                      before.groups().actors(),
                      Shown.time(before.at())))
          .with(table);
    }
    GroupChange worst = unexplained.get(0);
    return Finding.of(
            Severity.WARNING,
            "There are %,d actors of %s, %,d more than at %s, and the connections do not explain it."
                .formatted(
                    worst.actors(), worst.pattern(), worst.actorsGrown(), Shown.time(before.at())))
        .with(table)
        .next(
            "Look at one: "
                + worst.examples().stream().findFirst().orElse(worst.pattern())
                + " (lifeline actors PATH).",
            "Count again in some minutes (lifeline actors --groups --keep now, then lifeline diff):"
                + " a leak goes on.")
        .see("LifelineLeakSuspects");
  }

  private static boolean isUnexplained(GroupChange change, double load) {
    double expected = (change.actors() - change.actorsGrown()) * Math.max(1, load);
    double beyond = change.actors() - expected;
    boolean ofTheUsers = change.pattern().startsWith("/system/sharding");
    return !ofTheUsers && beyond > MANY && beyond > expected * MUCH;
  }

  private static Evidence table(HealthyGroups.Kept before, List<GroupChange> changes) {
    return new Evidence.Table(
        "Since " + Shown.time(before.at()) + ", what grew most first",
        List.of("pattern", "actors", "grown by", "messages waiting, grown by", "example"),
        changes.stream()
            .limit(SHOWN)
            .map(
                change ->
                    List.of(
                        change.pattern(),
                        String.valueOf(change.actors()),
                        String.valueOf(change.actorsGrown()),
                        String.valueOf(change.mailboxGrown()),
                        change.examples().stream().findFirst().orElse("")))
            .toList());
  }
}
