package io.lifeline.load.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.load.Poll;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A Prometheus in a process of its own, on loopback, with what it stores and says in one directory.
 * Its questions may be asked by any thread.
 */
public final class Prometheus {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;

  private Prometheus(URI root) {
    this.root = root;
  }

  /**
   * Starts one and waits until it answers.
   *
   * @param telemetry the folder of that module
   * @param owner ends the process, from its first moment on
   */
  public static Prometheus start(
      Path telemetry, Path directory, PrometheusConfig config, Consumer<AutoCloseable> owner)
      throws Exception {
    Path programs = ListeningProgram.install(telemetry, "install-prometheus");
    Files.createDirectories(directory);
    Path file = directory.resolve("prometheus.yml");
    Files.writeString(file, config.text());
    List<String> command =
        List.of(
            programs.resolve("prometheus").toString(),
            "--config.file=" + file,
            "--storage.tsdb.path=" + directory.resolve("data"),
            "--web.listen-address=127.0.0.1:0");
    Prometheus prometheus =
        new Prometheus(ListeningProgram.start(command, directory.resolve("prometheus.log"), owner));
    Poll.until(START_LIMIT, "Prometheus", prometheus::missing);
    return prometheus;
  }

  private List<String> missing() throws IOException, InterruptedException {
    int status = get("/-/ready").statusCode();
    return status == 200 ? List.of() : List.of("ready answers " + status);
  }

  /**
   * The values of all series of a query over the last time, as Grafana asks for a graph. What is no
   * number (0 / 0) is none of them.
   *
   * @throws IOException if the query is not right
   */
  public List<Double> values(String query, Duration over) throws IOException, InterruptedException {
    Instant now = Instant.now();
    String from = Double.toString(now.minus(over).toEpochMilli() / 1000.0);
    String to = Double.toString(now.toEpochMilli() / 1000.0);
    JsonNode data =
        data("/api/v1/query_range", Map.of("query", query, "start", from, "end", to, "step", "1"));
    List<Double> values = new ArrayList<>();
    for (JsonNode series : data.path("result")) {
      for (JsonNode point : series.path("values")) {
        double value = Double.parseDouble(point.get(1).asText().replace("Inf", "Infinity"));
        if (Double.isFinite(value)) {
          values.add(value);
        }
      }
    }
    return values;
  }

  /** What a label is where these series have it, sorted. */
  public List<String> labelValues(String series, String label)
      throws IOException, InterruptedException {
    List<String> values = new ArrayList<>();
    data("/api/v1/label/" + label + "/values", Map.of("match[]", series))
        .forEach(value -> values.add(value.asText()));
    return values;
  }

  private JsonNode data(String path, Map<String, String> parameters)
      throws IOException, InterruptedException {
    List<String> query = new ArrayList<>();
    parameters.forEach((name, value) -> query.add(encoded(name) + "=" + encoded(value)));
    HttpResponse<String> answer = get(path + "?" + String.join("&", query));
    if (answer.statusCode() != 200) {
      throw new IOException(
          path + " of " + parameters + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body()).path("data");
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).timeout(ANSWER_LIMIT).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
