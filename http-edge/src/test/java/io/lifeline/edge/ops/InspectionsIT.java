package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RecordingListener;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(120)
class InspectionsIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Path REPORTS = temporary();

  /** Accepts, and never says anything. */
  private static final ServerSocket SILENT = silent();

  private static final String HANGING = "http://127.0.0.1:" + SILENT.getLocalPort() + "/";
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0, ops.port = 0 }
                  lifeline.telemetry.inspection {
                    directory = "%s"
                    check-timeout = 3s
                    dependencies = ["127.0.0.1:1", "%s"]
                  }
                  """
                      .formatted(REPORTS, HANGING))));

  @AfterAll
  static void end() throws IOException {
    NODE.close();
    SILENT.close();
  }

  @Test
  void anInspectionSaysWhatIsWrongAndIsKept() throws Exception {
    RecordingListener listener = new RecordingListener();
    CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(NODE.addresses().webSocket() + "?user=alice"), listener)
        .get(30, TimeUnit.SECONDS);
    assertThat(listener.next()).contains("\"connected\"");
    LoggerFactory.getLogger("a.test").error("broken on purpose for [{}]", "a secret");

    JsonNode report = json(post("ops/inspections?wait=yes&reason=a%20test"), 200);

    assertThat(report.path("severity").asText()).isEqualTo("critical");
    assertThat(report.path("verdict").asText()).contains("cannot be reached");
    assertThat(report.path("trigger").path("reason").asText()).isEqualTo("a test");
    assertThat(report.findValuesAsText("check"))
        .contains(
            "node",
            "cluster",
            "nodes",
            "leaks",
            "connections",
            "actors",
            "stuck",
            "heap",
            "collections",
            "cpu",
            "descriptors",
            "threads",
            "disk",
            "container",
            "log",
            "restarts")
        .contains("dependency 127.0.0.1:1", "dependency " + HANGING);
    assertThat(check(report, "node").path("severity").asText()).isEqualTo("ok");
    assertThat(check(report, "leaks").path("severity").asText()).isEqualTo("ok");
    assertThat(check(report, "cluster").toString()).contains("1 member, this node.", "Up");
    assertThat(check(report, "nodes").toString()).contains("There is no other node.");
    assertThat(check(report, "connections").toString()).contains("WebSockets are open");
    assertThat(check(report, "restarts").toString()).contains("starts here in the last hour: 1.");
    assertThat(check(report, "log").toString())
        .contains("broken on purpose for [{}]")
        .doesNotContain("a secret");

    String id = report.path("id").asText();
    assertThat(Files.readString(REPORTS.resolve("report-" + id + ".json"))).contains(id);
    assertThat(Files.readString(REPORTS.resolve("report-" + id + ".html"))).contains("<h1>");
    assertThat(json(get("ops/inspections", ""), 200).path("inspections").findValuesAsText("id"))
        .contains(id);
    HttpResponse<String> page = get("ops/inspections/" + id, "text/html,*/*");
    assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=UTF-8");
    assertThat(page.headers().firstValue("Content-Security-Policy")).isPresent();
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(json(get("ops/inspections/" + id, "application/json"), 200)).isEqualTo(report);
    assertThat(json(get("ops/inspections/" + id + "?format=json", "text/html"), 200))
        .isEqualTo(report);
  }

  @Test
  void whoDoesNotWaitIsToldWhereTheReportWillBe() {
    HttpResponse<String> answer = post("ops/inspections");
    JsonNode begun = json(answer, 202);
    String place = answer.headers().firstValue("Location").orElseThrow();

    assertThat(place).isEqualTo("/ops/inspections/" + begun.path("id").asText());
    Await.holds(
        () -> assertThat(get(place.substring(1), "application/json").statusCode()).isEqualTo(200));
  }

  @Test
  void theTextBeginsWithTheVerdict() {
    HttpResponse<String> answer = post("ops/inspections?wait=yes&format=text");

    assertThat(answer.body()).startsWith("CRITICAL: ").contains("-> ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ops/inspections?wait=maybe | wait: maybe (expected: one of no, yes)",
        "ops/inspections?format=xml | format: xml (expected: one of json, html, text)",
        "ops/inspections?now=1 | now: 1 (expected: no such key, but [format, reason, wait])",
      })
  void aWrongQuestionIsToldWhatIsRight(String path, String line) {
    HttpResponse<String> answer = post(path);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo(line + "\n");
  }

  @Test
  void whatNobodyInspectedIsNotFound() {
    assertThat(get("ops/inspections/20200101-000000-1", "").statusCode()).isEqualTo(404);
    assertThat(get("ops/inspections/..%2F..%2Fetc%2Fpasswd", "").statusCode()).isEqualTo(404);
  }

  private static JsonNode check(JsonNode report, String name) {
    return StreamSupport.stream(report.path("checks").spliterator(), false)
        .filter(check -> check.path("check").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode json(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return ApiJson.read(ByteString.fromString(answer.body())).orElseThrow();
  }

  private static HttpResponse<String> get(String path, String accept) {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
    return send(accept.isEmpty() ? request : request.header("Accept", accept));
  }

  private static HttpResponse<String> post(String path) {
    return send(HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) {
    return CLIENT.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()).join();
  }

  private static URI uri(String path) {
    return URI.create(NODE.addresses().opsUrl() + path);
  }

  private static Path temporary() {
    try {
      Path directory = Files.createTempDirectory("lifeline-reports");
      directory.toFile().deleteOnExit();
      return directory;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ServerSocket silent() {
    try {
      return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
