package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.Await;
import io.lifeline.edge.node.RecordingListener;
import io.lifeline.telemetry.kamon.Collector;
import io.lifeline.telemetry.kamon.Collector.Received;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The trace of a publication over two nodes, as a collector gets it. */
@Timeout(600)
@Tag("cluster")
final class TracingClusterIT {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path directory = Path.of("");

  @Test
  void oneTraceGoesFromThePublisherToTheSocketsOfBothNodes() throws Exception {
    try (Collector collector = Collector.start();
        NodeRun first = NodeRun.start(fresh("first"), tracing(1, collector.url()));
        NodeRun second =
            NodeRun.start(fresh("second"), tracing(1, collector.url()) + joining(first))) {
      RecordingListener alice = subscribe(first, "alice");
      RecordingListener bob = subscribe(second, "bob");
      RecordingListener carol = subscribe(second, "carol");

      publish(first, "00-" + TRACE + "-" + SPAN + "-01");
      for (RecordingListener each : List.of(alice, bob, carol)) {
        assertThat(each.next()).contains("\"channel\":\"news\"");
      }

      Await.holds(PATIENCE, () -> assertThat(ofTrace(collector)).hasSize(6));
      Received published = only(collector, "lifeline.publish");
      Received appended = only(collector, "lifeline.append");
      List<Received> fannedOut = named(collector, "lifeline.fan-out");
      List<Received> delivered = named(collector, "lifeline.deliver");
      assertThat(published.parentId()).isEqualTo(SPAN);
      assertThat(appended.parentId()).isEqualTo(published.spanId());
      assertThat(fannedOut).hasSize(2).allMatch(span -> span.parentId().equals(appended.spanId()));
      assertThat(fannedOut.stream().map(span -> span.attributes().get("node")))
          .doesNotHaveDuplicates();
      assertThat(fannedOut.stream().map(span -> span.attributes().get("receivers")))
          .containsExactlyInAnyOrder("1", "2");
      assertThat(delivered.stream().map(Received::parentId))
          .containsExactlyInAnyOrderElementsOf(fannedOut.stream().map(Received::spanId).toList());
      assertThat(ofTrace(collector))
          .allMatch(span -> "done".equals(span.attributes().get("result")))
          .allMatch(span -> "default".equals(span.attributes().get("namespace")))
          .allMatch(span -> !span.failed() && span.endNanos() >= span.startNanos());
      assertThat(collector.spans()).as("nothing else is traced").hasSize(6);
    }
  }

  @Test
  void untracedPublicationIsSaidNowhereAndADeadCollectorIsNotNoticed() throws Exception {
    URI dead;
    try (Collector collector = Collector.start();
        NodeRun off = NodeRun.start(fresh("off"), tracing(0, collector.url()))) {
      dead = collector.url();
      RecordingListener alice = subscribe(off, "alice");
      publish(off, "00-" + TRACE + "-" + SPAN + "-01");
      assertThat(alice.next()).contains("\"channel\":\"news\"");
      off.terminate();
      assertThat(off.exitCodeWithin(120)).isZero(); // all that it had to report is reported
      assertThat(collector.spans()).isEmpty();
    }
    try (NodeRun node = NodeRun.start(fresh("dead"), tracing(1, dead))) {
      RecordingListener alice = subscribe(node, "alice");
      for (int i = 0; i < 20; i++) {
        publish(node, "");
        assertThat(alice.next()).contains("\"channel\":\"news\"");
      }

      Await.holds(
          PATIENCE, () -> assertThat(node.log()).contains("does not take spans, which are lost"));
      Await.holds(
          PATIENCE,
          () -> assertThat(metrics(node)).contains("lifeline_spans_total{outcome=\"lost\"} 80.0"));
      assertThat(node.log().split("does not take spans", -1)).as("said once").hasSize(2);
    }
  }

  private static List<Received> ofTrace(Collector collector) {
    return collector.spans().stream().filter(span -> span.traceId().equals(TRACE)).toList();
  }

  private static List<Received> named(Collector collector, String name) {
    return ofTrace(collector).stream().filter(span -> span.name().equals(name)).toList();
  }

  private static Received only(Collector collector, String name) {
    assertThat(named(collector, name)).hasSize(1);
    return named(collector, name).get(0);
  }

  private static String tracing(int sampled, URI to) {
    return "lifeline.telemetry.tracing { sampled = " + sampled + ", report-to = \"" + to + "\" }\n";
  }

  private static String joining(NodeRun first) {
    return "lifeline.cluster.join = [\"" + first.cluster() + "\"]\n";
  }

  private Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private RecordingListener subscribe(NodeRun node, String user) throws Exception {
    RecordingListener listener = new RecordingListener();
    client
        .newWebSocketBuilder()
        .buildAsync(URI.create(node.webSocket() + "?user=" + user + "&channel=news"), listener)
        .get(60, TimeUnit.SECONDS);
    assertThat(listener.next()).contains("\"connected\"");
    return listener;
  }

  private void publish(NodeRun node, String traceparent) throws Exception {
    String http = node.webSocket().toString().replaceFirst("^ws", "http");
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(http).resolve("/api/publish"))
            .header("X-API-Key", "dev")
            .timeout(Duration.ofSeconds(60))
            .POST(HttpRequest.BodyPublishers.ofString("{\"channel\":\"news\",\"data\":{\"n\":1}}"));
    if (!traceparent.isEmpty()) {
      request.header("traceparent", traceparent);
    }
    HttpResponse<String> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body()).contains("\"offset\":");
  }

  private String metrics(NodeRun node) {
    HttpRequest request =
        HttpRequest.newBuilder(node.ops().resolve("/metrics")).timeout(PATIENCE).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
