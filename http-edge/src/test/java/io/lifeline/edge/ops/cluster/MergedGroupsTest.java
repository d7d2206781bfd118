package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class MergedGroupsTest {
  private static final String FIRST =
      "{'actors':12,'groups':["
          + "{'pattern':'/user/hub','role':'singleton','actors':1,'mailbox':3,'largest_mailbox':3,"
          + "'children':0,'examples':['/user/hub']},"
          + "{'pattern':'/user/c/*','role':'connection','actors':11,'mailbox':4,'largest_mailbox':2,"
          + "'children':22,'examples':['/user/c/1','/user/c/2']}]}";
  private static final String SECOND =
      "{'actors':21,'later':true,'groups':["
          + "{'pattern':'/user/c/*','role':'connection','actors':20,'mailbox':7,'largest_mailbox':6,"
          + "'children':40,'later':1,'examples':['/user/c/3','/user/c/4','/user/c/5']},"
          + "{'pattern':'/user/only','role':'other','actors':1,'mailbox':0,'largest_mailbox':0,"
          + "'children':0,'examples':['/user/only']}]}";

  private final ClusterAnswers answers =
      new Answers()
          .said("aaa", FIRST)
          .said("bbb", SECOND)
          .missing("lifeline@ccc:1", "unreachable")
          .toCluster();

  @Test
  void patternOfSeveralNodesIsOneRowWithTheSumsAndTheLargestMailbox() {
    ObjectNode merged = MergedGroups.of(answers);

    assertThat(merged.path("actors").asLong()).isEqualTo(33);
    assertThat(merged.path("groups").findValuesAsText("pattern"))
        .containsExactly("/user/c/*", "/user/hub", "/user/only");
    Answers.assertJson(
        merged.path("groups").get(0),
        "{'pattern':'/user/c/*','role':'connection','actors':31,'mailbox':11,'largest_mailbox':6,"
            + "'children':62,'by_node':{'aaa':11,'bbb':20},'examples':["
            + "{'node':'bbb','path':'/user/c/3'},{'node':'bbb','path':'/user/c/4'},"
            + "{'node':'bbb','path':'/user/c/5'}]}");
    Answers.assertJson(merged.path("groups").get(1).path("by_node"), "{'aaa':1}");
    assertThat(merged.path("nodes")).hasSize(3);
    assertThat(merged.has("name")).isFalse();
  }

  @Test
  void theNameUnderWhichTheyAreKeptIsSaid() {
    ClusterAnswers kept =
        new Answers()
            .said("aaa", "{'name':'before','actors':0,'groups':[]}")
            .said("bbb", "{'name':'before','actors':0,'groups':[]}")
            .toCluster();

    assertThat(MergedGroups.of(kept).path("name").asText()).isEqualTo("before");
    assertThat(ActorsText.groups(kept, MergedGroups.of(kept))).endsWith("\nkept as before\n");
  }

  @Test
  void textHasAColumnForEachNodeInFrontAndWhoDidNotAnswerLast() {
    assertThat(ActorsText.groups(answers, MergedGroups.of(answers)))
        .isEqualTo(
            """
                   aaa        bbb     actors    mailbox  largest   children  role              pattern
                    11         20         31         11        6         62  connection        /user/c/*
                     1                     1          3        3          0  singleton         /user/hub
                                1          1          0        0          0  other             /user/only
            without lifeline@ccc:1: unreachable
            """);
  }

  @Test
  void foldedStacksBeginWithTheNode() {
    ClusterAnswers folded =
        new Answers()
            .said("aaa", "/ 1\n/;user 1\n")
            .said("bbb", "/;user;c;* 7\n")
            .missing("lifeline@ccc:1", "unreachable")
            .toCluster();

    assertThat(ActorsText.folded(folded)).isEqualTo("aaa;/ 1\naaa;/;user 1\nbbb;/;user;c;* 7\n");
  }

  @Test
  void treesStandOneBelowTheOther() {
    ClusterAnswers trees =
        new Answers()
            .said("aaa", "/user  system\n  hub  singleton\n")
            .foundNothing("bbb", "path: no living actor has it")
            .toCluster();

    assertThat(ActorsText.trees(trees))
        .isEqualTo(
            """
            node aaa
            /user  system
              hub  singleton
            nothing on bbb (lifeline@bbb:1): path: no living actor has it
            """);
  }
}
