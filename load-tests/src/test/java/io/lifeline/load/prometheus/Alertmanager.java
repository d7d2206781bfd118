package io.lifeline.load.prometheus;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.StreamSupport;

/** An Alertmanager in a process of its own, on loopback, which tells nodes of what fires. */
public final class Alertmanager {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;

  private Alertmanager(URI root) {
    this.root = root;
  }

  /**
   * Starts one that tells each node of each alert, a second after it began to fire, and waits until
   * it listens.
   *
   * @param telemetry the folder of that module
   * @param nodes {@code host:port} of their ops listeners
   * @param token that these want
   * @param owner ends the process, from its first moment on
   */
  public static Alertmanager start(
      Path telemetry,
      Path directory,
      List<String> nodes,
      String token,
      Consumer<AutoCloseable> owner)
      throws Exception {
    Path program = ListeningProgram.install(telemetry, "install-alertmanager");
    Files.createDirectories(directory);
    Path config = directory.resolve("alertmanager.yml");
    Files.writeString(config, config(nodes, token));
    List<String> command =
        List.of(
            program.toString(),
            "--config.file=" + config,
            "--storage.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:0",
            "--cluster.listen-address=");
    return new Alertmanager(
        ListeningProgram.start(command, directory.resolve("alertmanager.log"), owner));
  }

  private static String config(List<String> nodes, String token) {
    StringBuilder text =
        new StringBuilder(
            """
            route: { receiver: lifeline, group_by: [alertname], group_wait: 1s, group_interval: 5s }
            receivers:
              - name: lifeline
                webhook_configs:
            """);
    for (String node : nodes) {
      text.append(
          """
                - url: http://%s/ops/alerts
                  http_config: { authorization: { type: Bearer, credentials: %s } }
          """
              .formatted(node, token));
    }
    return text.toString();
  }

  /** {@code host:port} at which a Prometheus tells it of alerts. */
  public String address() {
    return root.getAuthority();
  }

  /** Since when an alert fires at a node, if it does: the first of those that differ in a label. */
  public Optional<Instant> firesSince(String alert, String node)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(root.resolve("/api/v2/alerts")).timeout(ANSWER_LIMIT).build();
    HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("Alertmanager answered " + answer.statusCode() + ": " + answer.body());
    }
    return StreamSupport.stream(JSON.readTree(answer.body()).spliterator(), false)
        .filter(firing -> firing.path("labels").path("alertname").asText().equals(alert))
        .filter(firing -> firing.path("labels").path("instance").asText().equals(node))
        .map(firing -> Instant.parse(firing.path("startsAt").asText()))
        .min(Comparator.naturalOrder());
  }
}
