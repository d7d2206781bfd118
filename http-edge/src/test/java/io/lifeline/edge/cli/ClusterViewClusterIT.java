package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What three nodes, each a process, show at one of them. */
@Timeout(600)
@Tag("cluster")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ClusterViewClusterIT {
  private static final String HEARTBEATS = "/user/connections/*/*/heartbeat";
  private static final String CONFIG =
      """
      lifeline.edge.ops.node-timeout = 20s
      lifeline.telemetry.inspection.check-timeout = 20s
      """;

  private ThreeNodes nodes;

  @BeforeAll
  void start(@TempDir Path directory) throws IOException {
    nodes = ThreeNodes.start(directory, CONFIG);
  }

  @AfterAll
  void end() {
    nodes.close();
  }

  @Test
  @Order(1)
  void groupsOfAllNodesAreCountedAndComparedAtOne() throws Exception {
    JsonNode kept = nodes.post(0, "actors/groups?name=before&scope=cluster");
    assertThat(answered(kept)).hasSize(3).doesNotHaveDuplicates();
    assertThat(kept.path("name").asText()).isEqualTo("before");
    assertThat(group(kept.path("groups"), "/user/hub").path("actors").asInt()).isEqualTo(3);
    nodes.connect(0, "alice");
    nodes.connect(1, "bob");
    nodes.connect(2, "carol");
    nodes.connect(2, "dave");

    JsonNode difference = nodes.json(1, "actors/diff?since=before&scope=cluster");
    JsonNode groups = nodes.json(2, "actors/groups?scope=cluster");

    JsonNode change = group(difference.path("changes"), HEARTBEATS);
    assertThat(change.path("actors_grown").asInt()).isEqualTo(4);
    assertThat(change.path("by_node")).extracting(JsonNode::asInt).containsOnlyOnce(2).hasSize(3);
    assertThat(change.path("by_node").path(nodes.name(2)).asInt()).isEqualTo(2);
    assertThat(change.path("examples").get(0).path("node").asText()).isEqualTo(nodes.name(2));
    JsonNode group = group(groups.path("groups"), HEARTBEATS);
    assertThat(group.path("actors").asInt()).isEqualTo(4);
    assertThat(group.path("by_node").path(nodes.name(0)).asInt()).isEqualTo(1);
    assertThat(groups.path("node").asText()).isEqualTo(nodes.name(2));
  }

  @Test
  @Order(2)
  void connectionsOfAllNodesAreOneListAndOneIsFoundWhereverItIs() throws Exception {
    String id = nodes.connect(1, "erin");

    JsonNode all = nodes.json(0, "connections?scope=cluster&user=erin");
    JsonNode paged = nodes.json(0, "connections?scope=cluster&limit=1&page=1");
    JsonNode one = nodes.json(2, "connections/" + id + "?scope=cluster");

    assertThat(all.path("connections")).hasSize(1);
    assertThat(all.path("connections").get(0).path("id").asText()).isEqualTo(id);
    assertThat(all.path("connections").get(0).path("node").asText()).isEqualTo(nodes.name(1));
    assertThat(all.path("total").asInt()).isEqualTo(1);
    assertThat(all.path("counts").path("websockets").asInt())
        .isEqualTo(sum(all.path("by_node"), "/counts/websockets"))
        .isPositive();
    assertThat(paged.path("connections")).hasSize(1);
    assertThat(paged.path("total").asInt()).isEqualTo(sum(paged.path("by_node"), "/total"));
    assertThat(one.path("connection").path("node").asText()).isEqualTo(nodes.name(1));
    assertThat(one.path("connection").path("user").asText()).isEqualTo("erin");
    assertThat(nodes.get(2, "connections/" + id).statusCode()).isEqualTo(404);
    HttpResponse<String> nowhere = nodes.get(0, "connections/" + id + "x?scope=cluster");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.body().lines()).hasSize(3).allMatch(line -> line.startsWith("nothing on "));
    assertThat(nodes.get(0, "connections?scope=cluster&limit=1000&page=1").body())
        .startsWith("page: 1 (expected: with scope=cluster one that ends within the first 1000");
  }

  @Test
  @Order(3)
  void treeAndOverviewHaveEachNode() {
    JsonNode trees = nodes.json(1, "actors?scope=cluster&path=/user&depth=1").path("trees");
    JsonNode overview = nodes.json(1, "overview?scope=cluster");

    assertThat(trees.findValuesAsText("node")).containsExactlyInAnyOrderElementsOf(nodes.names());
    assertThat(trees).allMatch(tree -> tree.path("path").asText().equals("/user"));
    assertThat(overview.path("by_node").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(nodes.names());
    assertThat(overview.path("held").path("websockets").asInt())
        .isEqualTo(sum(overview.path("by_node"), "/held/websockets"));
    assertThat(overview.path("process").path("heap_limit").asLong())
        .isGreaterThan(overview.at("/by_node/" + nodes.name(0) + "/process/heap_limit").asLong());
    assertThat(overview.path("members")).hasSize(3);
  }

  @Test
  @Order(4)
  void theCommandsShowAllNodesWhenTheyAreToldTo() throws Exception {
    String id = nodes.connect(2, "frank");
    String[] names = nodes.names().toArray(String[]::new);

    assertThat(nodes.printed("actors", "--groups", "--keep", "now"))
        .contains(names)
        .containsPattern("(?m)^ +1 +1 +1 +3 .* /user/hub$")
        .endsWith("kept as now\n");
    assertThat(nodes.printed("diff", "--since", "now")).contains(names).contains(" since now of ");
    assertThat(nodes.printed("actors", "/user", "--depth", "0").lines())
        .filteredOn(line -> line.startsWith("node "))
        .containsExactlyInAnyOrderElementsOf(
            nodes.names().stream().map(node -> "node " + node).toList());
    assertThat(nodes.printed("actors", "--groups", "--format", "folded"))
        .contains(nodes.names().stream().map(node -> node + ";/;user;hub 1\n").toList());
    assertThat(nodes.printed("connections", "--user", "frank"))
        .containsPattern("(?m)^" + nodes.name(2) + " +" + id + " +active ");
    assertThat(nodes.printed("connections", id)).startsWith("connection   " + id);
    assertThat(nodes.printed("top", "--once").lines())
        .anyMatch(line -> line.startsWith("cluster of 3, asked at " + nodes.name(0)))
        .filteredOn(line -> line.matches("  \\S+ +serving .+"))
        .hasSize(3);
  }

  @Test
  @Order(5)
  void anInspectionTellsHowTheOtherNodesAre() {
    JsonNode check = inspectedNodes();

    assertThat(check.path("severity").asText()).isEqualTo("ok");
    assertThat(check.toString())
        .contains(nodes.name(1), nodes.name(2))
        .doesNotContain(nodes.name(0));
  }

  @Test
  @Order(9)
  void nodeThatIsFrozenOrDeadIsNamedInBoundedTime() throws Exception {
    String name = nodes.name(2);
    nodes.node(2).pause();
    // Both are asked at once: soon the node is no longer a member.
    CompletableFuture<JsonNode> inspecting = CompletableFuture.supplyAsync(this::inspectedNodes);

    JsonNode frozen = nodes.json(0, "actors/groups?scope=cluster");

    assertThat(answered(frozen)).hasSize(2).doesNotContain(name);
    assertThat(notAnswered(frozen)).hasSize(1);
    assertThat(notAnswered(frozen).get(0).path("address").asText())
        .isEqualTo("lifeline@" + nodes.node(2).cluster());
    assertThat(notAnswered(frozen).get(0).path("why").asText())
        .isIn("no answer within 20 s", "unreachable");
    assertThat(group(frozen.path("groups"), "/user/hub").path("actors").asInt()).isEqualTo(2);
    JsonNode inspected = inspecting.join();
    assertThat(inspected.path("severity").asText()).isEqualTo("warning");
    assertThat(inspected.path("findings").get(0).path("statement").asText())
        .startsWith("1 of 2 other nodes did not say how they are: lifeline@")
        .contains(nodes.node(2).cluster());

    nodes.node(2).close();
    Await.holds(
        Duration.ofMinutes(2),
        () -> assertThat(nodes.json(0, "actors/groups?scope=cluster").path("nodes")).hasSize(2));
  }

  private JsonNode inspectedNodes() {
    JsonNode report = nodes.post(0, "inspections?wait=yes");
    return StreamSupport.stream(report.path("checks").spliterator(), false)
        .filter(check -> check.path("check").asText().equals("nodes"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no check of the nodes in " + report));
  }

  private static List<String> answered(JsonNode answer) {
    return StreamSupport.stream(answer.path("nodes").spliterator(), false)
        .filter(node -> node.path("answered").asBoolean())
        .map(node -> node.path("node").asText())
        .toList();
  }

  private static List<JsonNode> notAnswered(JsonNode answer) {
    return StreamSupport.stream(answer.path("nodes").spliterator(), false)
        .filter(node -> !node.path("answered").asBoolean())
        .toList();
  }

  private static JsonNode group(JsonNode groups, String pattern) {
    return StreamSupport.stream(groups.spliterator(), false)
        .filter(group -> group.path("pattern").asText().equals(pattern))
        .findFirst()
        .orElseThrow(() -> new AssertionError(pattern + " is not in " + groups));
  }

  private static int sum(JsonNode byNode, String path) {
    assertThat(byNode).hasSize(3);
    return StreamSupport.stream(byNode.spliterator(), false)
        .mapToInt(node -> node.at(path).asInt())
        .sum();
  }
}
