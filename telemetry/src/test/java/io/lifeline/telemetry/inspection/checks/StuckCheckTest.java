package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.actortree.ActorRole;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.report.Runbook;
import io.lifeline.telemetry.stuck.StuckActor;
import io.lifeline.telemetry.stuck.StuckActor.Trouble;
import io.lifeline.telemetry.stuck.StuckReport;
import io.lifeline.telemetry.threads.ThreadStack;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StuckCheckTest {
  private static final StuckActor.Who HUB =
      new StuckActor.Who("/user/hub", ActorRole.SINGLETON, "Hub");
  private static final ThreadStack STACK =
      new ThreadStack(
          "pool-1",
          Thread.State.BLOCKED,
          "java.lang.Object",
          "pool-2",
          List.of(new StackTraceElement("io.lifeline.Hub", "publish", "Hub.java", 12)));
  private static final StuckActor BLOCKED =
      new StuckActor(
          HUB, Trouble.IN_WORK, "Publish", Duration.ofMillis(12_300), List.of(), List.of(STACK));
  private static final StuckActor BEHIND =
      new StuckActor(
          HUB, Trouble.GROWING_MAILBOX, "", Duration.ZERO, List.of(1_000, 2_000), List.of());

  @Test
  void whereNoneIsStuckAllIsWell() {
    assertThat(look(new StuckReport(4_711, Duration.ZERO, 0, List.of())))
        .isEqualTo(Finding.of(Severity.OK, "None of the 4,711 actors is stuck."));
  }

  @Test
  void beforeTheFirstLookNothingIsClaimed() {
    assertThat(look(new StuckReport(0, Duration.ZERO, 0, List.of())).statement())
        .isEqualTo("The actors have not been looked at yet.");
  }

  @Test
  void theOneThatIsStuckForLongestIsNamedWithItsStack() {
    Finding finding = look(new StuckReport(4_711, Duration.ZERO, 250, List.of(BLOCKED, BEHIND)));

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.statement())
        .isEqualTo("250 of 4,711 actors are stuck: /user/hub has been at Publish for 12.3 s.");
    assertThat(Runbook.section(finding.runbook())).isPresent();
    assertThat(finding.evidence())
        .singleElement()
        .isInstanceOfSatisfying(
            Evidence.Table.class,
            table ->
                assertThat(table.rows())
                    .containsExactly(
                        List.of(
                            "/user/hub",
                            "has been at Publish for 12.3 s",
                            "",
                            "waits for java.lang.Object, held by pool-2\nio.lifeline.Hub.publish"),
                        List.of("/user/hub", "is sent more than it can do", "1000 → 2000", "")));
  }

  @Test
  void oneThatFallsBehindIsStuckToo() {
    assertThat(look(new StuckReport(4_711, Duration.ZERO, 1, List.of(BEHIND))).statement())
        .isEqualTo("1 of 4,711 actors is stuck: /user/hub is sent more than it can do.");
  }

  private static Finding look(StuckReport report) {
    return new StuckCheck(() -> report).look().get(0);
  }
}
