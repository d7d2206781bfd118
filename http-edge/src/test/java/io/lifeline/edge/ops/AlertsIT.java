package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AlertsIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final String TOKEN = "a-token-of-the-ops";
  private static final String FIRING =
      """
      {"version":"4","groupKey":"{}:{alertname=\\"LifelineLeakSuspects\\"}","status":"firing","alerts":[
      {"status":"firing","labels":{"alertname":"LifelineLeakSuspects"},"annotations":{}}]}
      """;
  private static final String SECRET = "a-token-of-the-receiver";
  private static final BlockingQueue<String> ANNOUNCED = new LinkedBlockingQueue<>();
  private static final HttpServer RECEIVER = receiver();
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0 }
                  lifeline.edge.ops { port = 0, tokens = [%s] }
                  lifeline.cluster.name = blue
                  lifeline.telemetry.inspection.announce {
                    url = "http://127.0.0.1:%d/hook"
                    token = "%s"
                    link = "https://ops.example.com/a"
                  }
                  kamon.metric.tick-interval = 200ms
                  """
                      .formatted(TOKEN, RECEIVER.getAddress().getPort(), SECRET))));

  @AfterAll
  static void end() {
    NODE.close();
    RECEIVER.stop(0);
  }

  @Test
  void anAlertThatFiresIsInspectedOnceAndReported() {
    JsonNode first = json(post(FIRING, TOKEN));
    JsonNode again = json(post(FIRING, TOKEN));

    assertThat(first.path("outcome").asText()).isEqualTo("inspected");
    assertThat(again.path("outcome").asText()).isEqualTo("folded");
    assertThat(again.path("inspection")).isEqualTo(first.path("inspection"));
    Await.holds(
        () -> {
          HttpResponse<String> report = get(first.path("report").asText().substring(1));
          assertThat(report.statusCode()).isEqualTo(200);
          assertThat(report.body()).contains("alert: LifelineLeakSuspects");
        });
  }

  @Test
  void itsReportIsAnnounced() throws InterruptedException {
    String firing = FIRING.replace("groupKey\":\"{}", "groupKey\":\"{another}");
    String id = json(post(firing, TOKEN)).path("inspection").asText();

    JsonNode announced = announcementOf(id);
    assertThat(announced.path("trigger").toString())
        .isEqualTo("{\"kind\":\"alert\",\"reason\":\"LifelineLeakSuspects\"}");
    assertThat(announced.path("report").asText())
        .isEqualTo("https://ops.example.com/a/ops/inspections/" + id);
    assertThat(announced.path("cluster").asText()).isEqualTo("blue");
    JsonNode report = json(get("ops/inspections/" + id + "?format=json"));
    assertThat(announced.path("node")).isEqualTo(report.path("node"));
    assertThat(announced.path("node").asText()).matches("\\w+ at 127\\.0\\.0\\.1:\\d+");
    assertThat(announced.path("verdict")).isEqualTo(report.path("verdict"));
    Await.holds(
        () ->
            assertThat(get("metrics").body())
                .containsPattern(
                    "lifeline_announcements_total\\{[^}]*outcome=\"announced\"[^}]*} [1-9]"));
  }

  private static JsonNode announcementOf(String id) throws InterruptedException {
    while (true) {
      String announced = ANNOUNCED.poll(30, TimeUnit.SECONDS);
      assertThat(announced).as("an announcement of " + id).startsWith("Bearer " + SECRET + " {");
      JsonNode json =
          ApiJson.read(ByteString.fromString(announced.substring(announced.indexOf('{'))))
              .orElseThrow();
      if (json.path("id").asText().equals(id)) {
        return json;
      }
    }
  }

  private static HttpServer receiver() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/hook",
          exchange -> {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            ANNOUNCED.add(exchange.getRequestHeaders().getFirst("Authorization") + " " + body);
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsWrongIsAnsweredAndCounted() {
    assertThat(post(FIRING, "another-token-of-nobody").statusCode()).isEqualTo(401);
    assertThat(post("rubbish", TOKEN).statusCode()).isEqualTo(400);
    assertThat(post("x".repeat(2 << 20), TOKEN).statusCode()).isEqualTo(400);
    assertThat(json(post(FIRING.replace("LeakSuspects", "Nobody"), TOKEN)).path("outcome").asText())
        .isEqualTo("unknown");

    Await.holds(
        () ->
            assertThat(get("metrics").body())
                .containsPattern("lifeline_alerts_total\\{[^}]*outcome=\"malformed\"[^}]*} 2\\.0")
                .containsPattern("lifeline_alerts_total\\{[^}]*outcome=\"unknown\"[^}]*} 1\\.0")
                .containsPattern(
                    "lifeline_alerts_total\\{[^}]*outcome=\"unauthenticated\"[^}]*} 1\\.0"));
  }

  private static JsonNode json(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return ApiJson.read(ByteString.fromString(answer.body())).orElseThrow();
  }

  private static HttpResponse<String> post(String body, String token) {
    return send(
        HttpRequest.newBuilder(uri("ops/alerts"))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .header("Content-Type", "application/json"),
        token);
  }

  private static HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(uri(path)), TOKEN);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String token) {
    return CLIENT
        .sendAsync(
            request.header("Authorization", "Bearer " + token).build(),
            HttpResponse.BodyHandlers.ofString())
        .join();
  }

  private static URI uri(String path) {
    return URI.create(NODE.addresses().opsUrl() + path);
  }
}
