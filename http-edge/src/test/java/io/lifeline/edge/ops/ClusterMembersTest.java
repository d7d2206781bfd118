package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMembersTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-11-26T12:00:00Z"), ZoneOffset.UTC);

  private List<ClusterMembers.Seen> now = List.of();
  private final ClusterMembers members = new ClusterMembers(() -> now, NOON);

  @Test
  void membersThatCanBeReachedAreWell() {
    now = List.of(up("a", 1), up("b", 2));

    assertThat(members.look())
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK));
  }

  @Test
  void nodeThatIsAloneIsNotCalledMany() {
    now = List.of(up("a", 1));

    assertThat(members.look().get(0).statement()).isEqualTo("The cluster has 1 member, this node.");
  }

  @Test
  void whoCannotBeReachedIsNamed() {
    now = List.of(up("a", 1), new ClusterMembers.Seen("b", 2, "Up", false));

    Finding finding = members.look().get(0);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.statement()).isEqualTo("1 of 2 members cannot be reached: b.");
  }

  @Test
  void whoComesOrLeavesIsANote() {
    now = List.of(up("a", 1), new ClusterMembers.Seen("b", 2, "Joining", true));

    assertThat(members.look().get(0).severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void oneChangeIsSaidAsOne() {
    now = List.of(up("a", 1));
    members.sample();

    assertThat(members.look().get(1).statement())
        .isEqualTo("A member came or went once in the last hour.");
  }

  @Test
  void aRestartAtTheSameAddressIsSeen() {
    now = List.of(up("a", 1), up("b", 2));
    members.sample();
    now = List.of(up("a", 1), up("b", 3));
    members.sample();
    members.sample();

    Finding changes = members.look().get(1);
    assertThat(changes.severity()).isEqualTo(Severity.NOTE);
    assertThat(changes.statement()).isEqualTo("Members came or went 4 times in the last hour.");
    assertThat(changes.evidence().toString()).contains("b, came]", "b, went]");
  }

  @Test
  void onlyTheLastChangesAreKept() {
    for (int i = 0; i < 100; i++) {
      now = List.of(up("a", i));
      members.sample();
    }

    assertThat(members.look().get(1).statement()).contains("32 times");
  }

  private static ClusterMembers.Seen up(String address, long uid) {
    return new ClusterMembers.Seen(address, uid, "Up", true);
  }
}
