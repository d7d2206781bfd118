package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.report.Runbook;
import io.lifeline.telemetry.leak.GroupReport;
import io.lifeline.telemetry.leak.Growth;
import io.lifeline.telemetry.leak.GrowthReport;
import io.lifeline.telemetry.leak.LeakWatch;
import io.lifeline.telemetry.leak.ResourceGroup;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LeakFindingsTest {
  private static final GrowthReport STEADY =
      new GrowthReport(Growth.DESCRIPTORS, 140, 1, 0, Duration.ZERO, List.of());
  private static final GrowthReport ACTORS =
      new GrowthReport(
          Growth.ACTORS, 1_900, 5, 120, Duration.ofSeconds(690), List.of("/user/gateway/$a"));
  private static final GrowthReport HEAP =
      new GrowthReport(Growth.HEAP, 300, 0.007, 90, Duration.ofMinutes(115), List.of());

  @Test
  void whatLeaksIsNamedByItsGroup() {
    LeakWatch.Report report =
        new LeakWatch.Report(
            List.of(
                new GroupReport(
                    ResourceGroup.SOCKETS,
                    Map.of(Resource.SOCKETS, 103L, Resource.CONNECTION_ACTORS, 100L),
                    3,
                    3,
                    3,
                    List.of("/user/connections/p-0/c-n-7")),
                new GroupReport(
                    ResourceGroup.WEBSOCKETS,
                    Map.of(Resource.WEBSOCKETS, 100L),
                    0,
                    0,
                    0,
                    List.of())));

    Finding finding = LeakSuspects.findings(report).get(0);

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.statement())
        .isEqualTo(
            "3 resources have no living connection, in the group sockets (sockets 103,"
                + " connection_actors 100), for example /user/connections/p-0/c-n-7.");
  }

  @Test
  void whatGrowsWithoutConnectionsIsNamedWithHowMuchAndInWhatTime() {
    List<Finding> findings =
        LeakSuspects.findings(new LeakWatch.Report(List.of(), List.of(STEADY, ACTORS, HEAP)));

    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.OK, Severity.WARNING, Severity.WARNING);
    assertThat(findings)
        .extracting(Finding::statement)
        .containsExactly(
            "Sockets, actors and registry entries agree: no suspects.",
            "Actors grow without connections: 120 more within 12 minutes, 1,900 now, for example"
                + " /user/gateway/$a.",
            "The heap after collections grows without connections: 90 MiB more within 115 minutes,"
                + " 300 MiB now.");
    assertThat(findings.get(1).steps()).first().asString().contains("'/user/gateway/$a'");
    assertThat(findings.get(2).steps()).anyMatch(step -> step.contains("GC.class_histogram"));
    assertThat(findings.get(1).evidence().get(0).toString())
        .contains("[descriptors, 140, 1.000, 0, , ]", "[heap, 300 MiB, 0.007, 90 MiB, 115 minutes");
    assertThat(Runbook.section(findings.get(1).runbook())).isPresent();
  }

  @Test
  void whatGrowsWithConnectionsOnlyIsShownAndWell() {
    List<Finding> findings =
        LeakSuspects.findings(new LeakWatch.Report(List.of(), List.of(STEADY)));

    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
    assertThat(findings.get(1).evidence()).hasSize(1);
  }

  @Test
  void beforeTheFirstSampleNothingIsSaidOfGrowth() {
    assertThat(LeakSuspects.findings(new LeakWatch.Report(List.of()))).hasSize(1);
  }

  @Test
  void theJsonHasWhatGrowsBehindWhatDisagrees() {
    var json = ApiJson.object();

    LeaksJson.write(
        new LeakWatch.Report(
            List.of(
                new GroupReport(
                    ResourceGroup.SOCKETS, Map.of(Resource.SOCKETS, 3L), 3, 3, 3, List.of("c-7")),
                new GroupReport(
                    ResourceGroup.WEBSOCKETS, Map.of(Resource.WEBSOCKETS, 0L), 0, 0, 0, List.of())),
            List.of(STEADY, ACTORS)),
        json);

    assertThat(json.toString())
        .isEqualTo(
            """
            {"leak_suspects":3,"leaks":[\
            {"group":"sockets","suspects":3,"examples":["c-7"]},\
            {"group":"actors","suspects":120,"held":1900,"per_connection":5.0,\
            "within_ms":690000,"examples":["/user/gateway/$a"]}]}""");
  }
}
