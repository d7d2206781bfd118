package io.lifeline.edge.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class MergedConnectionsTest {
  private static final Comparator<JsonNode> BY_AGE = ConnectionOrder.mostFirst("age_ms");

  private final ClusterAnswers living =
      new Answers()
          .said(
              "aaa",
              "{'counts':{'sockets':3,'websockets':2},'leak_suspects':1,'leaks':["
                  + "{'group':'writers','suspects':1,'examples':['w']}],'total':7,'connections':["
                  + live("aaa-3", 9_000, 1.5)
                  + ","
                  + live("aaa-1", 5_000, 40)
                  + "]}")
          .said(
              "bbb",
              "{'counts':{'sockets':10,'websockets':5,'later':1},'leak_suspects':0,'leaks':[],"
                  + "'total':2,'connections':["
                  + live("bbb-1", 7_000, 0)
                  + ","
                  + live("bbb-2", 5_000, 3)
                  + "]}")
          .missing("lifeline@ccc:1", "unreachable")
          .toCluster();

  @Test
  void oneListHasTheMostFirstWhereverTheyAre() {
    assertThat(ids(MergedConnections.of(living, BY_AGE, 0, 10)))
        .containsExactly("aaa/aaa-3", "bbb/bbb-1", "aaa/aaa-1", "bbb/bbb-2");
    assertThat(ids(MergedConnections.of(living, ConnectionOrder.mostFirst("round_trip_ms"), 0, 10)))
        .containsExactly("aaa/aaa-1", "bbb/bbb-2", "aaa/aaa-3", "bbb/bbb-1");
  }

  @Test
  void pageIsOneOfTheWholeList() {
    assertThat(ids(MergedConnections.of(living, BY_AGE, 1, 2)))
        .containsExactly("bbb/bbb-1", "aaa/aaa-1");
    assertThat(ids(MergedConnections.of(living, BY_AGE, 4, 2))).isEmpty();
  }

  @Test
  void countsAreSummedAndKeptForEachNode() {
    ObjectNode merged = MergedConnections.of(living, BY_AGE, 0, 1);

    Answers.assertJson(merged.path("counts"), "{'sockets':13,'websockets':7,'later':1}");
    assertThat(merged.path("total").asLong()).isEqualTo(9);
    assertThat(merged.path("leak_suspects").asLong()).isEqualTo(1);
    Answers.assertJson(
        merged.path("leaks"), "[{'node':'aaa','group':'writers','suspects':1,'examples':['w']}]");
    Answers.assertJson(
        merged.path("by_node").path("bbb"),
        "{'total':2,'leak_suspects':0,'counts':{'sockets':10,'websockets':5,'later':1}}");
    assertThat(merged.path("nodes")).hasSize(3);
  }

  @Test
  void thoseThatEndedComeWithTheLatestFirst() {
    ClusterAnswers ended =
        new Answers()
            .said(
                "aaa",
                "{'connections':[%s,%s]}"
                    .formatted(ended("aaa-1", "00:00:05", 4_000), ended("aaa-2", "00:00:01", 1)))
            .said("bbb", "{'connections':[%s]}".formatted(ended("bbb-1", "00:00:07", 1_999)))
            .toCluster();

    assertThat(ids(MergedConnections.of(ended, ConnectionOrder.latestEndFirst(), 0, 9)))
        .containsExactly("aaa/aaa-1", "bbb/bbb-1", "aaa/aaa-2");
  }

  @Test
  void ofThoseInTroubleTheLivingComeFirstInTheOrderOfTheirNodes() {
    ClusterAnswers troubled =
        new Answers()
            .said(
                "aaa",
                "{'connections':[%s,%s,%s]}"
                    .formatted(
                        live("aaa-9", 1, 0),
                        live("aaa-8", 2, 0),
                        ended("aaa-1", "00:00:05", 4_000)))
            .said(
                "bbb",
                "{'connections':[%s,%s]}"
                    .formatted(live("bbb-9", 3, 0), ended("bbb-1", "00:00:09", 1_000)))
            .toCluster();

    assertThat(ids(MergedConnections.of(troubled, ConnectionOrder.livingFirst(), 0, 9)))
        .containsExactly("aaa/aaa-9", "aaa/aaa-8", "bbb/bbb-9", "bbb/bbb-1", "aaa/aaa-1");
  }

  @Test
  void textHasTheNodeInFrontAndWhoDidNotAnswerLast() {
    assertThat(ConnectionsText.list(living, MergedConnections.of(living, BY_AGE, 0, 2)).lines())
        .containsExactly(
            "node     connection     state                     age round trip missed    queue"
                + "  user                 from",
            "aaa      aaa-3          active                  9.0 s   1.500 ms      2       64"
                + "  d?ve                 127.0.0.1:1",
            "bbb      bbb-1          active                  7.0 s          -      2       64"
                + "  d?ve                 127.0.0.1:1",
            "  (2 of 9 shown)",
            "without lifeline@ccc:1: unreachable");
  }

  private static String live(String id, long age, double roundTrip) {
    return "{'id':'%s','state':'active','user':'d\\u001bve','remote_address':'127.0.0.1:1',"
            .formatted(id)
        + "'age_ms':%d,'round_trip_ms':%s,'missed_beats':2,'queued_bytes':64}"
            .formatted(age, roundTrip);
  }

  private static String ended(String id, String opened, long age) {
    return "{'id':'%s','state':'ended','reason':'kicked','opened':'2026-01-01T%sZ','age_ms':%d}"
        .formatted(id, opened, age);
  }

  private static List<String> ids(JsonNode merged) {
    return new ArrayList<>(
        StreamSupport.stream(merged.path("connections").spliterator(), false)
            .map(one -> one.path("node").asText() + "/" + one.path("id").asText())
            .toList());
  }
}
