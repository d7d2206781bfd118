package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.Await;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RecordingListener;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ActorsIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final String HEARTBEATS = "/user/connections/*/*/heartbeat";

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void theTreeOfAConnectionIsShown() throws Exception {
    connect("alice");

    JsonNode connections = json(get("ops/actors?path=/user/connections&depth=3"));

    assertThat(connections.path("path").asText()).isEqualTo("/user/connections");
    assertThat(connections.path("role").asText()).isEqualTo("singleton");
    assertThat(connections.path("node").asText()).isNotEmpty();
    assertThat(connections.findValuesAsText("role"))
        .contains("partition", "connection", "heartbeat", "writer");
  }

  @Test
  void aConnectionHasAnAgeAndItsWriterTheStagesOfItsStream() throws Exception {
    connect("bob");

    JsonNode connections = json(get("ops/actors?path=/user/connections&depth=3"));

    for (String role : List.of("connection", "heartbeat", "writer")) {
      assertThat(withRole(connections, role))
          .isNotEmpty()
          .allSatisfy(actor -> assertThat(actor.path("age_ms").asLong(-1)).isNotNegative());
    }
    assertThat(withRole(connections, "writer"))
        .extracting(writer -> writer.path("stages").toString())
        .contains("[\"connection\",\"socket\"]");
    assertThat(get("ops/actors?path=/user/connections&depth=3&format=folded").body())
        .containsPattern(";writer;\\[(socket|connection)] 1\n");
  }

  @Test
  void theNodesOwnActorsHaveAnAgeAsSoonAsTheyWereSeen() {
    Await.holds(
        () ->
            assertThat(json(get("ops/actors?path=/user/hub&depth=0")).path("age_ms").asLong(-1))
                .isNotNegative());
  }

  @Test
  void aPageShowsTheNextChildren() {
    JsonNode first = json(get("ops/actors?path=/user&depth=1&children=1"));
    JsonNode second = json(get("ops/actors?path=/user&depth=1&children=1&page=1"));

    assertThat(first.path("children")).hasSize(1);
    assertThat(second.path("children")).hasSize(1);
    assertThat(first.path("children")).isNotEqualTo(second.path("children"));
    assertThat(first.path("child_count").asInt()).isGreaterThan(2);
  }

  @Test
  void textAndFoldedStacksAreShownToo() {
    assertThat(get("ops/actors?path=/user&depth=0&format=text").body())
        .startsWith("/user  system")
        .contains("children ");
    assertThat(get("ops/actors?path=/user&depth=1&format=folded").body())
        .contains("/;user 1\n")
        .contains("/;user;connections 1\n");
    assertThat(get("ops/actors/groups?format=folded").body()).contains("/;user;connections 1\n");
    assertThat(get("ops/actors/groups?format=text").body())
        .contains("pattern\n")
        .containsPattern("singleton +/user/connections\n");
  }

  @Test
  void theDifferenceShowsTheConnectionsThatCame() throws Exception {
    JsonNode kept = json(post("ops/actors/groups?name=before"));
    assertThat(kept.path("name").asText()).isEqualTo("before");
    long heartbeats = group(kept.path("groups"), HEARTBEATS).path("actors").asLong(0);
    for (int i = 0; i < 5; i++) {
      connect("user-" + i);
    }

    JsonNode difference = json(get("ops/actors/diff?since=before"));

    JsonNode change = group(difference.path("changes"), HEARTBEATS);
    assertThat(change.path("actors_grown").asLong()).isEqualTo(5);
    assertThat(change.path("actors").asLong()).isEqualTo(heartbeats + 5);
    assertThat(change.path("examples").get(0).asText())
        .matches("/user/connections/p-\\d+/c-[^/]+/heartbeat");
    assertThat(difference.path("since_time").asText()).isNotEmpty();
    assertThat(get("ops/actors/diff?format=text").body())
        .startsWith("since ")
        .containsPattern("\\+5 .*" + Pattern.quote(HEARTBEATS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops/actors?depth=17 | depth: 17 (expected: 0..16)",
        "ops/actors?children=0 | children: 0 (expected: 1..1000)",
        "ops/actors?page=-1 | page: -1 (expected: 0..100000)",
        "ops/actors?path=user | path: user (expected: an actor's path from the root, such as /user/hub)",
        "ops/actors?format=xml | format: xml (expected: one of json, text, folded)",
        "ops/actors?deep=1 | deep: 1 (expected: no such key, but [children, depth, format, page, path, scope])",
        "ops/actors?scope=all | scope: all (expected: one of node, cluster)",
        "ops/actors?scope=cluster&depth=17 | depth: 17 (expected: 0..16)",
        "ops/actors/groups?scope=cluster&format=xml | format: xml (expected: one of json, text, folded)",
        "ops/actors/diff?scope=cluster&since=none-such | since: none-such (expected: ",
        "ops/actors/groups?name=x | name: x (expected: no such key, but [format, scope])",
        "ops/actors/diff?since=none-such | since: none-such (expected: ",
      })
  void aWrongQuestionIsToldWhatIsRight(String path, String begin) {
    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(begin).endsWith("\n");
  }

  @Test
  void aWrongNameIsNotKept() {
    assertThat(post("ops/actors/groups?name=a%20b").statusCode()).isEqualTo(400);
    assertThat(post("ops/actors/groups?name=" + "x".repeat(65)).statusCode()).isEqualTo(400);
    assertThat(post("ops/actors/groups?name=" + "x".repeat(64)).statusCode()).isEqualTo(200);
  }

  @Test
  void whatAllNodesAreToKeepNeedsAName() {
    HttpResponse<String> unnamed = post("ops/actors/groups?scope=cluster");

    assertThat(unnamed.statusCode()).isEqualTo(400);
    assertThat(unnamed.body()).startsWith("name: none (expected: one, as every node keeps");
  }

  @Test
  void aNodeByItselfIsAClusterOfOne() {
    JsonNode groups = json(get("ops/actors/groups?scope=cluster"));

    assertThat(groups.path("scope").asText()).isEqualTo("cluster");
    assertThat(groups.path("nodes")).hasSize(1);
    assertThat(groups.path("nodes").get(0).path("node")).isEqualTo(groups.path("node"));
    assertThat(group(groups.path("groups"), "/user/hub").path("by_node"))
        .containsExactly(ApiJson.object().numberNode(1));
  }

  @Test
  void aPathThatNobodyHasIsNotFound() {
    assertThat(get("ops/actors?path=/user/nobody").statusCode()).isEqualTo(404);
    assertThat(get("ops/actors?scope=cluster&path=/user/nobody").statusCode()).isEqualTo(404);
  }

  private static void connect(String user) throws Exception {
    RecordingListener listener = new RecordingListener();
    CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(NODE.addresses().webSocket() + "?user=" + user), listener)
        .get(30, TimeUnit.SECONDS);
    assertThat(listener.next()).contains("\"connected\"");
  }

  private static List<JsonNode> withRole(JsonNode tree, String role) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode child : tree.path("children")) {
      if (child.path("role").asText().equals(role)) {
        found.add(child);
      }
      found.addAll(withRole(child, role));
    }
    return found;
  }

  private static JsonNode group(JsonNode groups, String pattern) {
    return StreamSupport.stream(groups.spliterator(), false)
        .filter(group -> group.path("pattern").asText().equals(pattern))
        .findFirst()
        .orElse(ApiJson.object());
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiJson.read(ByteString.fromString(answer.body())).orElseThrow();
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  private static HttpResponse<String> post(String path) {
    return send(
        HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build());
  }

  private static HttpResponse<String> send(HttpRequest request) {
    return CLIENT.sendAsync(request, HttpResponse.BodyHandlers.ofString()).join();
  }

  private static URI uri(String path) {
    return URI.create(NODE.addresses().opsUrl() + path);
  }
}
