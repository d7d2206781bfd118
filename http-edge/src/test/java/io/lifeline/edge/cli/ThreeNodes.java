package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;

/** Three nodes of one cluster, each a process of its own, and who asks their ops listeners. */
final class ThreeNodes implements AutoCloseable {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final List<NodeRun> nodes = new ArrayList<>();

  private ThreeNodes() {}

  /** Returns when all are ready. */
  static ThreeNodes start(Path directory, String config) throws IOException {
    ThreeNodes three = new ThreeNodes();
    try {
      three.add(directory.resolve("first"), config);
      String join = "lifeline.cluster.join = [\"" + three.node(0).cluster() + "\"]\n";
      three.add(directory.resolve("second"), config + join);
      three.add(directory.resolve("third"), config + join);
      return three;
    } catch (IOException | AssertionError e) {
      three.close(); // those that have started
      throw e;
    }
  }

  private void add(Path directory, String config) throws IOException {
    nodes.add(NodeRun.start(Files.createDirectory(directory), config));
  }

  NodeRun node(int index) {
    return nodes.get(index);
  }

  String name(int index) {
    return json(index, "overview").path("node").asText();
  }

  List<String> names() {
    return List.of(name(0), name(1), name(2));
  }

  /**
   * Opens a WebSocket.
   *
   * @return the connection's id
   */
  String connect(int index, String user) throws Exception {
    RecordingListener listener = new RecordingListener();
    CLIENT
        .newWebSocketBuilder()
        .buildAsync(URI.create(node(index).webSocket() + "?user=" + user), listener)
        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    String connected = listener.next();
    assertThat(connected).contains("\"connected\"");
    return connected.replaceAll("(?s).*\"connection\":\"([^\"]+)\".*", "$1");
  }

  /**
   * @param path below {@code /ops/}
   */
  HttpResponse<String> get(int index, String path) {
    return send(request(index, path));
  }

  /** The same, where the answer is good, and JSON. */
  JsonNode json(int index, String path) {
    return json(get(index, path));
  }

  /** The same, for a POST. */
  JsonNode post(int index, String path) {
    return json(send(request(index, path).POST(HttpRequest.BodyPublishers.noBody())));
  }

  /** What a command prints, which is to end well, of the whole cluster at the first node. */
  String printed(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    all.addAll(List.of("--cluster", "--url", node(0).ops().toString()));
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return run.out();
  }

  @Override
  public void close() {
    nodes.forEach(NodeRun::close);
  }

  private HttpRequest.Builder request(int index, String path) {
    return HttpRequest.newBuilder(node(index).ops().resolve("/ops/" + path)).timeout(PATIENCE);
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
}
