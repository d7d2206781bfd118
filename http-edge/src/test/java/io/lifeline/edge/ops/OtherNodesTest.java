package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.ops.cluster.NodeAnswer;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

class OtherNodesTest {
  private static final NodeAnswer WELL =
      said("aaa", "'ready':true,'phase':'serving','exported':{'leak_suspects':0.0}");
  private static final NodeAnswer LEAKY =
      said(
          "bbb",
          "'ready':true,'phase':'serving','held':{'websockets':12345},"
              + "'exported':{'leak_suspects':6.0,'stuck_actors':1.0},"
              + "'process':{'heap_used':1,'heap_limit':4,'descriptors':9,'descriptor_limit':90}");
  private static final NodeAnswer DRAINING = said("ccc", "'ready':false,'phase':'draining'");
  private static final NodeAnswer SILENT =
      NodeAnswer.missing("", "lifeline@ddd:1", "no answer within 3 s");

  @Test
  void aNodeAloneIsWell() {
    assertThat(OtherNodes.findings(List.of()))
        .containsExactly(Finding.of(Severity.OK, "There is no other node."));
  }

  @Test
  void nodesThatServeAreWell() {
    List<Finding> findings = OtherNodes.findings(List.of(WELL, WELL));

    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.OK);
    assertThat(findings.get(0).statement())
        .isEqualTo("All other nodes (2) answer and serve, without leak suspects or stuck actors.");
  }

  @Test
  void whatIsWrongWithAnotherIsANote() {
    List<Finding> findings = OtherNodes.findings(List.of(WELL, LEAKY, DRAINING));

    assertThat(findings).extracting(Finding::severity).containsExactly(Severity.NOTE);
    assertThat(findings.get(0).statement())
        .isEqualTo(
            "2 of 3 other nodes are not as they should be:"
                + " bbb (6 leak suspects, 1 stuck actors); ccc (draining).");
  }

  @Test
  void oneThatDoesNotAnswerIsAWarningAndNamed() {
    List<Finding> findings = OtherNodes.findings(List.of(SILENT, WELL, DRAINING));

    assertThat(findings)
        .extracting(Finding::severity)
        .containsExactly(Severity.WARNING, Severity.NOTE);
    assertThat(findings.get(0).statement())
        .isEqualTo(
            "1 of 3 other nodes did not say how they are: lifeline@ddd:1 (no answer within 3 s).");
  }

  @Test
  void whatIsNoOverviewIsNoAnswer() {
    NodeAnswer garbled = NodeAnswer.said("eee", "lifeline@eee:1", ByteString.fromString("<html>"));

    assertThat(OtherNodes.findings(List.of(garbled)).get(0).statement())
        .isEqualTo(
            "1 of 1 other nodes did not say how they are:"
                + " lifeline@eee:1 (what it said is no overview).");
  }

  @Test
  void allAreShownSideBySide() {
    Finding first = OtherNodes.findings(List.of(LEAKY, SILENT)).get(0);

    Evidence.Table table = (Evidence.Table) first.evidence().get(0);
    assertThat(table.rows())
        .containsExactly(
            List.of("bbb", "lifeline@bbb:1", "serving", "12,345", "25 %", "10 %", "6", "1"),
            List.of("", "lifeline@ddd:1", "no answer within 3 s", "", "", "", "", ""));
  }

  private static NodeAnswer said(String node, String overview) {
    return NodeAnswer.said(
        node,
        "lifeline@" + node + ":1",
        ByteString.fromString("{" + overview.replace('\'', '"') + "}"));
  }
}
