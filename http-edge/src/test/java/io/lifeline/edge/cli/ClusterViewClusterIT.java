package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.Await;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.node.RecordingListener;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.pekko.util.ByteString;
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
  private static final HttpRequest.BodyPublisher NOTHING = HttpRequest.BodyPublishers.noBody();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @TempDir private static Path directory = Path.of("");

  private final List<NodeRun> nodes = new ArrayList<>();

  @BeforeAll
  void start() throws IOException {
    nodes.add(NodeRun.start(fresh("first"), CONFIG));
    String join = "lifeline.cluster.join = [\"" + nodes.get(0).cluster() + "\"]\n";
    nodes.add(NodeRun.start(fresh("second"), CONFIG + join));
    nodes.add(NodeRun.start(fresh("third"), CONFIG + join));
  }

  @AfterAll
  void end() {
    nodes.forEach(NodeRun::close);
  }

  @Test
  @Order(1)
  void groupsOfAllNodesAreCountedAndComparedAtOne() throws Exception {
    JsonNode kept = json(send(request(0, "actors/groups?name=before&scope=cluster").POST(NOTHING)));
    assertThat(answered(kept)).hasSize(3).doesNotHaveDuplicates();
    assertThat(kept.path("name").asText()).isEqualTo("before");
    assertThat(group(kept.path("groups"), "/user/hub").path("actors").asInt()).isEqualTo(3);
    connect(0, "alice");
    connect(1, "bob");
    connect(2, "carol");
    connect(2, "dave");

    JsonNode difference = json(get(1, "actors/diff?since=before&scope=cluster"));
    JsonNode groups = json(get(2, "actors/groups?scope=cluster"));

    JsonNode change = group(difference.path("changes"), HEARTBEATS);
    assertThat(change.path("actors_grown").asInt()).isEqualTo(4);
    assertThat(change.path("by_node")).extracting(JsonNode::asInt).containsOnlyOnce(2).hasSize(3);
    assertThat(change.path("by_node").path(nameOf(2)).asInt()).isEqualTo(2);
    assertThat(change.path("examples").get(0).path("node").asText()).isEqualTo(nameOf(2));
    JsonNode group = group(groups.path("groups"), HEARTBEATS);
    assertThat(group.path("actors").asInt()).isEqualTo(4);
    assertThat(group.path("by_node").path(nameOf(0)).asInt()).isEqualTo(1);
    assertThat(groups.path("node").asText()).isEqualTo(nameOf(2));
  }

  @Test
  @Order(2)
  void connectionsOfAllNodesAreOneListAndOneIsFoundWhereverItIs() throws Exception {
    String id = connect(1, "erin");

    JsonNode all = json(get(0, "connections?scope=cluster&user=erin"));
    JsonNode paged = json(get(0, "connections?scope=cluster&limit=1&page=1"));
    JsonNode one = json(get(2, "connections/" + id + "?scope=cluster"));

    assertThat(all.path("connections")).hasSize(1);
    assertThat(all.path("connections").get(0).path("id").asText()).isEqualTo(id);
    assertThat(all.path("connections").get(0).path("node").asText()).isEqualTo(nameOf(1));
    assertThat(all.path("total").asInt()).isEqualTo(1);
    assertThat(all.path("counts").path("websockets").asInt())
        .isEqualTo(sum(all.path("by_node"), "/counts/websockets"))
        .isPositive();
    assertThat(paged.path("connections")).hasSize(1);
    assertThat(paged.path("total").asInt()).isEqualTo(sum(paged.path("by_node"), "/total"));
    assertThat(one.path("connection").path("node").asText()).isEqualTo(nameOf(1));
    assertThat(one.path("connection").path("user").asText()).isEqualTo("erin");
    assertThat(get(2, "connections/" + id).statusCode()).isEqualTo(404);
    HttpResponse<String> nowhere = get(0, "connections/" + id + "x?scope=cluster");
    assertThat(nowhere.statusCode()).isEqualTo(404);
    assertThat(nowhere.body().lines()).hasSize(3).allMatch(line -> line.startsWith("nothing on "));
    assertThat(get(0, "connections?scope=cluster&limit=1000&page=1").body())
        .startsWith("page: 1 (expected: with scope=cluster one that ends within the first 1000");
  }

  @Test
  @Order(3)
  void treeAndOverviewHaveEachNode() {
    JsonNode trees = json(get(1, "actors?scope=cluster&path=/user&depth=1")).path("trees");
    JsonNode overview = json(get(1, "overview?scope=cluster"));

    assertThat(trees.findValuesAsText("node")).containsExactlyInAnyOrderElementsOf(names());
    assertThat(trees).allMatch(tree -> tree.path("path").asText().equals("/user"));
    assertThat(overview.path("by_node").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrderElementsOf(names());
    assertThat(overview.path("held").path("websockets").asInt())
        .isEqualTo(sum(overview.path("by_node"), "/held/websockets"));
    assertThat(overview.path("process").path("heap_limit").asLong())
        .isGreaterThan(overview.at("/by_node/" + nameOf(0) + "/process/heap_limit").asLong());
    assertThat(overview.path("members")).hasSize(3);
  }

  @Test
  @Order(4)
  void theCommandsShowAllNodesWhenTheyAreToldTo() throws Exception {
    String id = connect(2, "frank");
    String[] names = names().toArray(String[]::new);

    assertThat(run("actors", "--groups", "--keep", "now").out())
        .contains(names)
        .containsPattern("(?m)^ +1 +1 +1 +3 .* /user/hub$")
        .endsWith("kept as now\n");
    assertThat(run("diff", "--since", "now").out()).contains(names).contains(" since now of ");
    assertThat(run("actors", "/user", "--depth", "0").out().lines())
        .filteredOn(line -> line.startsWith("node "))
        .containsExactlyInAnyOrderElementsOf(names().stream().map(node -> "node " + node).toList());
    assertThat(run("actors", "--groups", "--format", "folded").out())
        .contains(names().stream().map(node -> node + ";/;user;hub 1\n").toList());
    assertThat(run("connections", "--user", "frank").out())
        .containsPattern("(?m)^" + nameOf(2) + " +" + id + " +active ");
    assertThat(run("connections", id).out()).startsWith("connection   " + id);
    assertThat(run("top", "--once").out().lines())
        .anyMatch(line -> line.startsWith("cluster of 3, asked at " + nameOf(0)))
        .filteredOn(line -> line.matches("  \\S+ +serving .+"))
        .hasSize(3);
  }

  @Test
  @Order(5)
  void anInspectionTellsHowTheOtherNodesAre() {
    JsonNode check = inspectedNodes();

    assertThat(check.path("severity").asText()).isEqualTo("ok");
    assertThat(check.toString()).contains(nameOf(1), nameOf(2)).doesNotContain(nameOf(0));
  }

  @Test
  @Order(9)
  void nodeThatIsFrozenOrDeadIsNamedInBoundedTime() throws Exception {
    String name = nameOf(2);
    nodes.get(2).pause();
    // Both are asked at once: soon the node is no longer a member.
    CompletableFuture<JsonNode> inspecting = CompletableFuture.supplyAsync(this::inspectedNodes);

    JsonNode frozen = json(get(0, "actors/groups?scope=cluster"));

    assertThat(answered(frozen)).hasSize(2).doesNotContain(name);
    assertThat(notAnswered(frozen)).hasSize(1);
    assertThat(notAnswered(frozen).get(0).path("address").asText())
        .isEqualTo("lifeline@" + nodes.get(2).cluster());
    assertThat(notAnswered(frozen).get(0).path("why").asText())
        .isIn("no answer within 20 s", "unreachable");
    assertThat(group(frozen.path("groups"), "/user/hub").path("actors").asInt()).isEqualTo(2);
    JsonNode inspected = inspecting.join();
    assertThat(inspected.path("severity").asText()).isEqualTo("warning");
    assertThat(inspected.path("findings").get(0).path("statement").asText())
        .startsWith("1 of 2 other nodes did not say how they are: lifeline@")
        .contains(nodes.get(2).cluster());

    nodes.get(2).close();
    Await.holds(
        Duration.ofMinutes(2),
        () -> assertThat(json(get(0, "actors/groups?scope=cluster")).path("nodes")).hasSize(2));
  }

  private JsonNode inspectedNodes() {
    JsonNode report = json(send(request(0, "inspections?wait=yes").POST(NOTHING)));
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

  private String nameOf(int index) {
    return json(get(index, "overview")).path("node").asText();
  }

  private List<String> names() {
    return List.of(nameOf(0), nameOf(1), nameOf(2));
  }

  private static int sum(JsonNode byNode, String path) {
    assertThat(byNode).hasSize(3);
    return StreamSupport.stream(byNode.spliterator(), false)
        .mapToInt(node -> node.at(path).asInt())
        .sum();
  }

  private CommandRun run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--cluster", "--url", nodes.get(0).ops().toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run;
  }

  private String connect(int index, String user) throws Exception {
    RecordingListener listener = new RecordingListener();
    CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(nodes.get(index).webSocket() + "?user=" + user), listener)
        .get(60, TimeUnit.SECONDS);
    String connected = listener.next();
    assertThat(connected).contains("\"connected\"");
    return connected.replaceAll("(?s).*\"connection\":\"([^\"]+)\".*", "$1");
  }

  private HttpResponse<String> get(int index, String path) {
    return send(request(index, path));
  }

  private HttpRequest.Builder request(int index, String path) {
    return HttpRequest.newBuilder(nodes.get(index).ops().resolve("/ops/" + path))
        .timeout(Duration.ofSeconds(60));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiJson.read(ByteString.fromString(answer.body())).orElseThrow();
  }

  private static Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }
}
