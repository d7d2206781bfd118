package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ClusterAnswersTest {
  @Test
  void theHeadNamesWhoAnsweredAndWhoDidNotAndWhy() {
    ClusterAnswers answers =
        new Answers()
            .said("aaa", "{}")
            .foundNothing("bbb", "path: no living actor has it")
            .missing("lifeline@ccc:1", "unreachable")
            .toCluster();

    Answers.assertJson(
        answers.head(),
        "{'scope':'cluster','node':'aaa','nodes':["
            + "{'node':'aaa','address':'lifeline@aaa:1','answered':true},"
            + "{'node':'bbb','address':'lifeline@bbb:1','answered':true,"
            + "'why':'path: no living actor has it'},"
            + "{'address':'lifeline@ccc:1','answered':false,'why':'unreachable'}]}");
    assertThat(answers.missing())
        .isEqualTo(
            """
            nothing on bbb (lifeline@bbb:1): path: no living actor has it
            without lifeline@ccc:1: unreachable
            """);
  }

  @Test
  void anAnswerThatIsNoJsonIsNone() {
    ClusterAnswers answers =
        new Answers().said("aaa", "{}").said("bbb", "<html>").said("ccc", "[1]").toCluster();

    assertThat(answers.json()).extracting(ClusterAnswers.Said::node).containsExactly("aaa");
    assertThat(answers.ofJson().missing().lines())
        .containsExactly(
            "without bbb (lifeline@bbb:1): its answer is no JSON object",
            "without ccc (lifeline@ccc:1): its answer is no JSON object");
  }

  @Test
  void whatAnotherNodeSaysDoesNotReachTheTerminalAsItIs() {
    ClusterAnswers answers =
        new ClusterAnswers("a", List.of(NodeAnswer.foundNothing("b\u001b", "at", "x\ny")));

    assertThat(answers.missing()).isEqualTo("nothing on b? (at): x?y\n");
  }

  @Test
  void theStatusOfANodeSaysWhyItHasNotAnswered() {
    assertThat(NodeAnswer.withStatus("a", "at", 503, "another look is under way"))
        .isEqualTo(NodeAnswer.missing("a", "at", "busy: another look is under way"));
    assertThat(NodeAnswer.withStatus("a", "at", 413, "9 bytes (expected: at most 8)"))
        .isEqualTo(
            NodeAnswer.missing("a", "at", "answer too large: 9 bytes (expected: at most 8)"));
    assertThat(NodeAnswer.withStatus("a", "at", 404, "path: none"))
        .isEqualTo(NodeAnswer.foundNothing("a", "at", "path: none"));
    assertThat(NodeAnswer.withStatus("a", "at", 400, "since: before (expected: one of x)"))
        .isEqualTo(NodeAnswer.missing("a", "at", "since: before (expected: one of x)"));
  }
}
