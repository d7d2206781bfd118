package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Handshake;
import io.lifeline.edge.auth.TokenMint;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class NodeIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE = EmbeddedLifeline.start(0);

  @BeforeAll
  static void serves() throws Exception {
    assertThat(ops("health/ready").statusCode()).isEqualTo(200);
  }

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void publicationReachesItsSubscriber() throws Exception {
    RecordingListener alice = new RecordingListener();
    connect("?user=alice&channel=news", alice);
    assertThat(alice.next()).contains("\"connected\"").contains("\"user\":\"alice\"");

    HttpResponse<String> answer =
        api("publish", "dev", "{\"channel\":\"news\",\"data\":{\n\"price\" : 1.10}}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{\"result\":{\"offset\":").contains("\"epoch\":");
    assertThat(alice.next()).contains("\"channel\":\"news\"").contains("\"data\":{\"price\":1.10}");
  }

  @Test
  void applicationPushesThroughTheGateway() throws Exception {
    RecordingListener bob = new RecordingListener();
    connect("?user=bob", bob);
    assertThat(bob.next()).contains("\"connected\"");

    GatewayCommand.PublishReply reply =
        EmbeddedLifeline.push(NODE, "bob", "{\"text\":\"hello\"}")
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);

    assertThat(reply).isInstanceOf(GatewayCommand.Published.class);
    assertThat(bob.next()).contains("\"channel\":\"#bob\"").contains("hello");
  }

  @Test
  void clientComesBackByPositionAndMissesNothing() throws Exception {
    String first = api("publish", "dev", "{\"channel\":\"back\",\"data\":1}").body();
    String epoch = first.replaceAll(".*\"epoch\":\"([^\"]+)\".*", "$1");
    api("publish", "dev", "{\"channel\":\"back\",\"data\":2}");

    RecordingListener erin = new RecordingListener();
    connect("?user=erin&channel=back&since=back:1:" + epoch, erin);

    assertThat(erin.next()).contains("\"connected\"", "\"#erin\":{\"offset\":0");
    assertThat(erin.next())
        .isEqualTo(
            "{\"subscribe\":{\"channel\":\"back\",\"offset\":2,\"epoch\":\""
                + epoch
                + "\",\"recovered\":true}}");
    assertThat(erin.next()).contains("\"data\":2,\"offset\":2");
  }

  @Test
  void repetitionWithTheSameKeyIsPublishedOnce() throws Exception {
    String body = "{\"channel\":\"once\",\"data\":1,\"idempotency_key\":\"k\"}";

    assertThat(api("publish", "dev", body).body()).isEqualTo(api("publish", "dev", body).body());
  }

  @Test
  void apiTellsOfChannelsAndWhoHearsThem() throws Exception {
    RecordingListener frank = new RecordingListener();
    connect("?user=frank&channel=hall", frank);
    frank.next();
    api("publish", "dev", "{\"channel\":\"hall\",\"data\":{\"n\":1.10}}");
    frank.next();

    assertThat(api("presence_stats", "dev", "{\"channel\":\"hall\"}").body())
        .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");
    assertThat(api("presence", "dev", "{\"channel\":\"hall\"}").body())
        .contains("\"user\":\"frank\"");
    assertThat(api("channels", "dev", "{\"pattern\":\"ha*\"}").body())
        .isEqualTo("{\"result\":{\"channels\":{\"hall\":{\"num_clients\":1}}}}");
    assertThat(api("history", "dev", "{\"channel\":\"hall\",\"limit\":-1}").body())
        .startsWith(
            "{\"result\":{\"publications\":[{\"offset\":1,\"data\":{\"n\":1.10}}],\"offset\":1,");
    assertThat(api("history", "dev", "{\"channel\":\"hall\",\"since\":{\"offset\":1}}").body())
        .contains("\"code\":107", "since");
    String lost = "{\"channel\":\"hall\",\"since\":{\"offset\":1,\"epoch\":\"x\"}}";
    assertThat(api("history", "dev", lost).body()).contains("\"code\":112");
    api("history_remove", "dev", "{\"channel\":\"hall\"}");
    assertThat(api("history", "dev", "{\"channel\":\"hall\",\"limit\":-1}").body())
        .startsWith("{\"result\":{\"publications\":[],\"offset\":1,");
  }

  @Test
  void backEndSubscribesAndUnsubscribesAUser() throws Exception {
    RecordingListener gina = new RecordingListener();
    connect("?user=gina", gina);
    gina.next();

    api("subscribe", "dev", "{\"user\":\"gina\",\"channel\":\"guests\"}");
    assertThat(gina.next()).startsWith("{\"subscribe\":{\"channel\":\"guests\",\"offset\":0,");
    api("unsubscribe", "dev", "{\"user\":\"gina\",\"channel\":\"guests\"}");
    assertThat(gina.next()).isEqualTo("{\"unsubscribe\":{\"channel\":\"guests\"}}");
  }

  @Test
  void tokenSaysWhoConnects() throws Exception {
    String token =
        TokenMint.mint(
            "development-secret-not-for-production",
            "carol",
            List.of("team"),
            List.of(),
            Instant.now().plusSeconds(60));
    RecordingListener carol = new RecordingListener();
    connect("?token=" + token, carol);

    assertThat(carol.next()).contains("\"user\":\"carol\"").contains("team");
  }

  @Test
  void keptAliveConnectionBecomesAWebSocket() throws Exception {
    try (RawHttp http = new RawHttp(NODE)) {
      http.send("GET /dev/info HTTP/1.1\nHost: test\n\n");
      assertThat(http.readUntil("\"failures\":3}")).startsWith("HTTP/1.1 200");

      http.send(
          Handshake.head(
              "/ws?user=dave",
              "Sec-WebSocket-Extensions: x; y=\"ab\", permessage-deflate; client_max_window_bits=9"));

      assertThat(http.readUntil("\"user\":\"dave\""))
          .startsWith("HTTP/1.1 101")
          .contains("s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
          .contains("permessage-deflate; server_no_context_takeover; client_max_window_bits=9\r\n");
    }
  }

  @Test
  void nothingIsAcceptedWithoutTheKey() throws Exception {
    assertThat(api("publish", "wrong", "{\"channel\":\"news\",\"data\":1}").statusCode())
        .isEqualTo(401);
    assertThat(api("unknown", "wrong", "{}").statusCode()).isEqualTo(401);
  }

  @Test
  void badRequestsNameWhatIsWrong() throws Exception {
    assertThat(api("publish", "dev", "{not json").statusCode()).isEqualTo(400);
    assertThat(api("unknown", "dev", "{}").statusCode()).isEqualTo(404);
    assertThat(api("publish", "dev", "{\"channel\":7,\"data\":1}").body())
        .contains("\"code\":107")
        .contains("channel: expected a text");
    assertThat(api("publish", "dev", "{\"channel\":\"news\"}").body())
        .contains("\"code\":107")
        .contains("data: expected");
    assertThat(api("disconnect", "dev", "{\"user\":\"x\",\"disconnect\":{\"code\":1006}}").body())
        .isEqualTo(
            "{\"error\":{\"code\":107,\"message\":"
                + "\"disconnect.code: expected a whole number, 3000..4999\"}}");
    assertThat(api("disconnect", "dev", "{\"user\":\"x\",\"session\":\"s\"}").body())
        .contains("\"code\":107")
        .contains("session: expected none");
    assertThat(api("disconnect", "dev", "{\"user\":\"x\",\"whitelist\":[1]}").body())
        .contains("\"code\":107")
        .contains("whitelist: expected a list");
  }

  @Test
  void bodyThatIsTooLargeIsRefusedBeforeItComes() throws Exception {
    try (RawHttp http = new RawHttp(NODE)) {
      http.send(
          """
          POST /api/publish HTTP/1.1
          Host: test
          X-API-Key: dev
          Content-Length: 2000000

          """);

      assertThat(http.readUntil("bytes\"}}")).startsWith("HTTP/1.1 413");
    }
  }

  @Test
  void broadcastAnswersForEachChannel() throws Exception {
    HttpResponse<String> answer =
        api("broadcast", "dev", "{\"channels\":[\"a\",\"b c\"],\"b64data\":\"eyJhIjoxfQ==\"}");

    assertThat(answer.body())
        .startsWith("{\"result\":{\"responses\":[{\"result\":{\"offset\":")
        .contains("{\"error\":{\"code\":");
  }

  @Test
  void disconnectEndsAUserWithTheChosenCode() throws Exception {
    RecordingListener erin = new RecordingListener();
    connect("?user=erin", erin);
    erin.next();

    HttpResponse<String> answer =
        api(
            "disconnect",
            "dev",
            "{\"user\":\"erin\",\"disconnect\":{\"code\":4001,\"reason\":\"bye\"}}");

    assertThat(answer.body()).isEqualTo("{\"result\":{}}");
    assertThat(erin.closed.get(30, TimeUnit.SECONDS)).isEqualTo("4001 bye");
  }

  @Test
  void disconnectSparesTheWhitelist() throws Exception {
    RecordingListener stays = new RecordingListener();
    connect("?user=heidi", stays);
    String name = stays.next().replaceAll(".*\"connection\":\"([^\"]+)\".*", "$1");
    RecordingListener goes = new RecordingListener();
    connect("?user=heidi", goes);
    goes.next();

    api("disconnect", "dev", "{\"user\":\"heidi\",\"whitelist\":[\"" + name + "\"]}");

    assertThat(goes.closed.get(30, TimeUnit.SECONDS)).startsWith("3503");
    api("publish", "dev", "{\"channel\":\"#heidi\",\"data\":\"still here\"}");
    assertThat(stays.next()).contains("still here");
  }

  @Test
  void opsShowsConnectionsWithTheirChildren() throws Exception {
    RecordingListener frank = new RecordingListener();
    connect("?user=frank", frank);
    frank.next();

    String report = ops("ops/connections?limit=1000").body();

    assertThat(report)
        .contains("\"user\":\"frank\"")
        .contains("heartbeat")
        .contains("writer")
        .contains("\"leak_suspects\":");
    assertThat(api("info", "dev", "{}").body()).contains("\"num_clients\":");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void drainClosesWithServiceRestart() throws Exception {
    RecordingListener grace = new RecordingListener();
    connect("?user=grace", grace);
    grace.next();

    NODE.drain().toCompletableFuture().get(30, TimeUnit.SECONDS);

    assertThat(grace.closed.get(30, TimeUnit.SECONDS)).startsWith("1012 ");
    assertThat(NODE.awaitEnd()).isEqualTo(NodeEnd.DRAINED);
  }

  private static WebSocket connect(String query, WebSocket.Listener listener) throws Exception {
    return CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(NODE.addresses().webSocket() + query), listener)
        .get(30, TimeUnit.SECONDS);
  }

  private static HttpResponse<String> api(String method, String key, String body) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(NODE.addresses().http() + "api/" + method))
            .version(HttpClient.Version.HTTP_1_1)
            .header("X-API-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }

  private static HttpResponse<String> ops(String path) throws Exception {
    return CLIENT.send(
        HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
