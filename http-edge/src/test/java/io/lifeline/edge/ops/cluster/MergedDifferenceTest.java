package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

final class MergedDifferenceTest {
  private static final String FIRST =
      "{'since':'before','since_time':'2026-01-01T00:00:00Z','changes':["
          + "{'pattern':'/user/c/*','role':'connection','actors':15,'actors_grown':5,"
          + "'mailbox_grown':1,'children_grown':10,'examples':['/user/c/1']},"
          + "{'pattern':'/user/w/*','role':'other','actors':0,'actors_grown':-4,'mailbox_grown':0,"
          + "'children_grown':0,'examples':[]}]}";
  private static final String SECOND =
      "{'since':'before','since_time':'2026-01-01T00:00:01Z','changes':["
          + "{'pattern':'/user/w/*','role':'other','actors':90,'actors_grown':30,"
          + "'mailbox_grown':0,'children_grown':0,'examples':['/user/w/1','/user/w/2']},"
          + "{'pattern':'/user/c/*','role':'connection','actors':7,'actors_grown':-2,"
          + "'mailbox_grown':0,'children_grown':-4,'examples':['/user/c/8','/user/c/9']}]}";

  private final ClusterAnswers answers =
      new Answers()
          .said("aaa", FIRST)
          .said("bbb", SECOND)
          .missing("lifeline@ccc:1", "no answer within 5 s")
          .toCluster();

  @Test
  void growthIsSummedAndTheMostGrownComesFirst() {
    ObjectNode merged = MergedDifference.of(answers);

    assertThat(merged.path("since").asText()).isEqualTo("before");
    Answers.assertJson(
        merged.path("since_times"), "{'aaa':'2026-01-01T00:00:00Z','bbb':'2026-01-01T00:00:01Z'}");
    assertThat(merged.path("changes").findValuesAsText("pattern"))
        .containsExactly("/user/w/*", "/user/c/*");
    Answers.assertJson(
        merged.path("changes").get(0),
        "{'pattern':'/user/w/*','role':'other','actors':90,'actors_grown':26,'mailbox_grown':0,"
            + "'children_grown':0,'by_node':{'aaa':-4,'bbb':30},'examples':["
            + "{'node':'bbb','path':'/user/w/1'},{'node':'bbb','path':'/user/w/2'}]}");
    Answers.assertJson(
        merged.path("changes").get(1),
        "{'pattern':'/user/c/*','role':'connection','actors':22,'actors_grown':3,'mailbox_grown':1,"
            + "'children_grown':6,'by_node':{'aaa':5,'bbb':-2},'examples':["
            + "{'node':'aaa','path':'/user/c/1'},{'node':'bbb','path':'/user/c/8'},"
            + "{'node':'bbb','path':'/user/c/9'}]}");
  }

  @Test
  void textSaysWhereItGrew() {
    assertThat(ActorsText.difference(answers, MergedDifference.of(answers)).lines())
        .containsExactly(
            "aaa since before of 2026-01-01T00:00:00Z",
            "bbb since before of 2026-01-01T00:00:01Z",
            "       aaa        bbb      grown     actors    mailbox   children  pattern",
            "        -4        +30        +26         90         +0         +0  /user/w/*",
            " ".repeat(69) + "bbb  /user/w/1",
            " ".repeat(69) + "bbb  /user/w/2",
            "        +5         -2         +3         22         +1         +6  /user/c/*",
            " ".repeat(69) + "aaa  /user/c/1",
            " ".repeat(69) + "bbb  /user/c/8",
            " ".repeat(69) + "bbb  /user/c/9",
            "without lifeline@ccc:1: no answer within 5 s");
  }

  @Test
  void thatNothingHasChangedIsSaid() {
    ClusterAnswers same =
        new Answers()
            .said("aaa", "{'since':'x','since_time':'t','changes':[]}")
            .missing("lifeline@ccc:1", "unreachable")
            .toCluster();

    assertThat(ActorsText.difference(same, MergedDifference.of(same)).lines())
        .containsExactly(
            "aaa since x of t", "no group has changed", "without lifeline@ccc:1: unreachable");
  }
}
