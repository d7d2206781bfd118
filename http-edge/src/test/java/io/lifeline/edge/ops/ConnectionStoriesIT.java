package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.cli.CommandRun;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RawHttp;
import io.lifeline.edge.settings.ConfigLayers;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class ConnectionStoriesIT {
  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0, ops.port = 0 }
                  lifeline.edge.ops.max-connections = 50
                  lifeline.telemetry.stories { ended = 20, troubled = 10 }
                  lifeline.connection.heartbeat {
                    interval = 1s, answer-within = 300ms, failures = 2
                  }
                  """)));

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void silentPeerTellsItsStory() throws Exception {
    try (RawHttp silent = new RawHttp(NODE)) {
      String id = open(silent, "dave");

      Await.holds(() -> assertThat(steps(json(one(id)))).endsWith("reclaimed"));

      JsonNode story = json(one(id));
      assertThat(steps(story))
          .containsExactly(
              "opening",
              "active",
              "missed_beat 1",
              "missed_beat 2",
              "closing",
              "ended silent_peer",
              "reclaimed");
      assertThat(story.path("user").asText()).isEqualTo("dave");
      assertThat(story.path("state").asText()).isEqualTo("ended");
      assertThat(story.path("delivered").asLong()).isEqualTo(1);
      assertThat(story.path("channels").get(0).asText()).isEqualTo("news");
      assertThat(listed("which=troubled&reason=silent_peer&user=dave")).containsExactly(id);
      assertThat(listed("which=ended&user=dave")).containsExactly(id);
      assertThat(listed("user=dave")).isEmpty();
    }
  }

  @Test
  void kickedPeerTellsItsStory() throws Exception {
    try (RawHttp kicked = new RawHttp(NODE)) {
      String id = open(kicked, "kim");
      assertThat(listed("user=kim&state=active")).containsExactly(id);
      assertThat(listed("user=kim&state=http")).isEmpty();
      assertThat(steps(json(one(id)))).startsWith("opening", "active");
      assertThat(texts(json(one(id)).path("children")))
          .containsExactlyInAnyOrder("writer", "heartbeat");

      assertThat(kick("kim").statusCode()).isEqualTo(200);

      Await.holds(() -> assertThat(steps(json(one(id)))).endsWith("reclaimed"));
      assertThat(steps(json(one(id)))).contains("closing", "ended kicked");
      assertThat(listed("which=ended&reason=kicked")).contains(id);
      CommandRun run = connections(id);
      assertThat(run.exitCode()).isZero();
      assertThat(run.out())
          .startsWith("connection   " + id + "\nuser         kim\nfrom         127.0.0.1:")
          .contains(" s  ended: kicked\n");
      assertThat(connections("--which", "ended", "--user", "kim").out())
          .contains(id)
          .contains(" kicked ");
    }
  }

  @Test
  void whatOnlySpokeHttpLeavesNoStory() throws Exception {
    List<String> before = listed("which=ended");
    List<String> openBefore = listed("state=http");
    for (int i = 0; i < 5; i++) {
      try (RawHttp http = new RawHttp(NODE)) {
        http.send("GET /nothing HTTP/1.1\nHost: test\nConnection: close\n\n");
        http.readUntil("404");
      }
    }

    Await.holds(() -> assertThat(listed("state=http")).isSubsetOf(openBefore));
    assertThat(listed("which=ended&user=")).isSubsetOf(before);
  }

  @Test
  void unknownOneIsNotFound() throws Exception {
    HttpResponse<String> answer = get("ops/connections/no-such");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .startsWith("connection no-such: not known here (expected: one of this node, ")
        .endsWith("among the last 20 that ended and the last 10 in trouble)\n");
    CommandRun run = connections("../x\u001b y");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("lifeline: refused with 404: connection ../x? y: not known");
  }

  @ParameterizedTest
  @CsvSource({
    "limit=51,limit: 51 (expected: 0..50)",
    "which=dead,'which: dead (expected: one of live, ended, troubled)'",
    "state=asleep,state: asleep (expected: one of websocket",
    "reason=kicked,reason: kicked (expected: only with which=ended",
    "which=ended&reason=boredom,reason: boredom (expected: one of peer_closed",
    "which=ended&state=active,state: active (expected: only with which=live)",
    "which=ended&sort=queue,sort: queue (expected: only with which=live)",
    "page=-1,page: -1 (expected: 0..100000)",
    "size=3,size: 3 (expected: no such key"
  })
  void wrongQuestionsAreAnswered(String query, String problem) throws Exception {
    HttpResponse<String> answer = get("ops/connections?" + query);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(problem);
  }

  @Test
  void idAndFilterTogetherAreWrongUse() {
    CommandRun run = connections("abc-1", "--user", "kim");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).startsWith("ID: abc-1 (expected: no --user with it)");
  }

  private static String open(RawHttp peer, String user) throws Exception {
    peer.send(
        """
        GET /ws?user=%s&channel=news HTTP/1.1
        Host: test
        Upgrade: websocket
        Connection: Upgrade
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

        """
            .formatted(user));
    return peer.readUntil("\"user\":\"" + user + "\"")
        .replaceAll("(?s).*\"connection\":\"([^\"]+)\".*", "$1");
  }

  private static HttpResponse<String> kick(String user) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(NODE.addresses().http() + "api/disconnect"))
            .header("X-API-Key", "dev")
            .POST(HttpRequest.BodyPublishers.ofString("{\"user\":\"" + user + "\"}"))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static String one(String id) {
    return "ops/connections/" + id;
  }

  private static List<String> listed(String query) {
    List<String> ids = new ArrayList<>();
    json("ops/connections?" + query)
        .path("connections")
        .forEach(one -> ids.add(one.path("id").asText()));
    return ids;
  }

  private static List<String> steps(JsonNode story) {
    List<String> steps = new ArrayList<>();
    for (JsonNode step : story.path("timeline")) {
      String more = step.path("count").asText("") + step.path("reason").asText("");
      steps.add((step.path("what").asText() + " " + more).strip());
    }
    return steps;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  private static JsonNode json(String path) {
    try {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      return JSON.readTree(answer.body());
    } catch (Exception e) {
      throw new AssertionError(path, e);
    }
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl() + path))
            .timeout(Duration.ofSeconds(20))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static CommandRun connections(String... arguments) {
    String[] all = new String[arguments.length + 3];
    all[0] = "connections";
    all[1] = "--url";
    all[2] = NODE.addresses().opsUrl();
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return CommandRun.of(all);
  }
}
