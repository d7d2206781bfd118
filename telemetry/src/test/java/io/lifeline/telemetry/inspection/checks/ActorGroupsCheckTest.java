package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.actortree.PatternGroup;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.HealthyGroups;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ActorGroupsCheckTest {
  private static final String HEARTBEATS = "/user/connections/*/*/heartbeat";

  private final HealthyGroups healthy = new HealthyGroups();
  private final ResourceLedger ledger = new ResourceLedger();

  @Test
  void withoutAHealthyMomentNothingIsCompared() {
    assertThat(look(snapshot(HEARTBEATS, 5_000, 0)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.severity()).isEqualTo(Severity.OK))
        .satisfies(
            finding ->
                assertThat(finding.statement()).contains("no count of a healthy moment", "5,000"));
  }

  @Test
  void growthThatConnectionsExplainIsWell() {
    keep(100, snapshot(HEARTBEATS, 100, 0));
    connect(10_000);

    assertThat(look(snapshot(HEARTBEATS, 10_000, 0)))
        .extracting(Finding::severity)
        .containsExactly(Severity.OK);
  }

  @Test
  void growthWithoutConnectionsIsNamedWithAnExample() {
    keep(100, snapshot(HEARTBEATS, 100, 0));
    connect(100);

    Finding finding = look(snapshot(HEARTBEATS, 900, 0)).get(0);

    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.statement()).contains("900 actors of " + HEARTBEATS, "800 more");
    assertThat(finding.steps().get(0)).contains("/user/connections/p-1/c-1/heartbeat");
  }

  @Test
  void channelsGrowWithTheUsersWishes() {
    String channels = "/system/sharding/channel/*/*";
    keep(100, snapshot(channels, 100, 0));
    connect(100);

    assertThat(look(snapshot(channels, 90_000, 0)))
        .extracting(Finding::severity)
        .containsExactly(Severity.OK);
  }

  @Test
  void aLongMailboxIsNamed() {
    assertThat(look(snapshot("/user/hub", 1, 20_000)))
        .extracting(Finding::statement)
        .contains("An actor of /user/hub has 20,000 messages waiting.");
  }

  private void keep(long websockets, GroupSnapshot groups) {
    healthy.keep(new HealthyGroups.Kept(Instant.parse("2026-11-26T12:00:00Z"), websockets, groups));
  }

  private void connect(int websockets) {
    IntStream.range(0, websockets).forEach(i -> ledger.acquired(Resource.WEBSOCKETS));
  }

  private List<Finding> look(GroupSnapshot now) {
    return new ActorGroupsCheck(() -> now, healthy, ledger).look();
  }

  private static GroupSnapshot snapshot(String pattern, long actors, int mailbox) {
    return new GroupSnapshot(
        List.of(
            new PatternGroup(
                pattern,
                ActorRole.OTHER,
                actors,
                mailbox,
                mailbox,
                0,
                List.of("/user/connections/p-1/c-1/heartbeat"))));
  }
}
