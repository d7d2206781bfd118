package io.lifeline.edge.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.Await;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.RawHttp;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class RecordingIT {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Node NODE =
      Node.start(
          ConfigLayers.layered(
              ConfigFactory.empty(),
              ConfigFactory.parseString(
                  """
                  lifeline.edge { development = on, port = 0, ops.port = 0 }
                  lifeline.connection.heartbeat {
                    interval = 1s, answer-within = 300ms, failures = 2
                  }
                  """)));

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void tellsTheStoryOfAPeerThatFellSilent(@TempDir Path folder) throws Exception {
    CompletableFuture<HttpResponse<Path>> recording = record(5, folder.resolve("first.jfr"));
    awaitThatOneIsUnderWay();
    try (RawHttp silent = new RawHttp(NODE)) {
      silent.send(
          """
          GET /ws?user=dave HTTP/1.1
          Host: test
          Upgrade: websocket
          Connection: Upgrade
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

          """);
      String head = silent.readUntil("\"user\":\"dave\"");
      String connection = head.replaceAll("(?s).*\"connection\":\"([^\"]+)\".*", "$1");

      HttpResponse<Path> answer = recording.join();

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Disposition")).isPresent();
      assertThat(story(answer.body(), connection))
          .containsExactly(
              "ConnectionState opening",
              "ConnectionState active",
              "MissedBeat 1",
              "MissedBeat 2",
              "ConnectionState closing",
              "ConnectionEnd silent_peer",
              "ConnectionReclaimed");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "seconds=0,seconds: 0 (expected: 1..50)",
    "second=5,second: 5 (expected: no such key"
  })
  void wrongQuestionsAreAnswered(String query, String problem) throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(request(query).build(), HttpResponse.BodyHandlers.ofString());

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).startsWith(problem);
  }

  private static void awaitThatOneIsUnderWay() throws Exception {
    Await.holds(
        () ->
            assertThat(FlightRecorder.getFlightRecorder().getRecordings())
                .extracting(Recording::getState)
                .contains(RecordingState.RUNNING));
    HttpResponse<String> second =
        CLIENT.send(request("seconds=1").build(), HttpResponse.BodyHandlers.ofString());
    assertThat(second.statusCode()).isEqualTo(503);
    assertThat(second.body()).contains("another recording is under way");
  }

  private static List<String> story(Path file, String connection) throws IOException {
    try (Stream<RecordedEvent> events = RecordingFile.readAllEvents(file).stream()) {
      return events
          .filter(event -> event.getEventType().getName().startsWith("lifeline."))
          .filter(event -> event.getString("connection").equals(connection))
          .sorted(Comparator.comparing(RecordedEvent::getStartTime))
          .map(RecordingIT::said)
          .toList();
    }
  }

  private static String said(RecordedEvent event) {
    String name = event.getEventType().getName().substring("lifeline.".length());
    return switch (name) {
      case "ConnectionState" -> name + " " + event.getString("state");
      case "MissedBeat" -> name + " " + event.getInt("missed");
      case "ConnectionEnd" -> name + " " + event.getString("reason");
      default -> name;
    };
  }

  private static CompletableFuture<HttpResponse<Path>> record(int seconds, Path file) {
    return CLIENT.sendAsync(
        request("seconds=" + seconds).build(), HttpResponse.BodyHandlers.ofFile(file));
  }

  private static HttpRequest.Builder request(String query) {
    return HttpRequest.newBuilder(URI.create(NODE.addresses().opsUrl() + "ops/recording?" + query))
        .timeout(Duration.ofSeconds(60));
  }
}
