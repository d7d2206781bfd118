package io.lifeline.load.prometheus;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.lifeline.load.Poll;
import java.io.File;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Prometheus in a process of its own, on loopback, with what it stores and says in one directory.
 * Its questions may be asked by any thread.
 */
public final class Prometheus {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration FETCH_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
  private static final Pattern LISTENING = Pattern.compile("\"Listening on\".* address=(\\S+)");
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI root;

  private Prometheus(URI root) {
    this.root = root;
  }

  /**
   * Starts one that scrapes these each second, under the name of one job, and waits until it
   * answers.
   *
   * @param program from {@link #program}
   * @param targets as {@code host:port}
   * @param owner ends the process, from its first moment on
   */
  public static Prometheus start(
      Path program, Path directory, String job, List<String> targets, Consumer<AutoCloseable> owner)
      throws Exception {
    Files.createDirectories(directory);
    Path config = directory.resolve("prometheus.yml");
    Files.writeString(config, config(job, targets));
    File log = directory.resolve("prometheus.log").toFile();
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:0")
            .redirectErrorStream(true)
            .redirectOutput(log)
            .start();
    owner.accept(() -> end(process));
    Prometheus prometheus = new Prometheus(awaitAddress(process, log.toPath()));
    Poll.until(START_LIMIT, "Prometheus", prometheus::missing);
    return prometheus;
  }

  private static void end(Process process) {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static String config(String job, List<String> targets) {
    return """
        global: { scrape_interval: 1s, scrape_timeout: 1s }
        scrape_configs:
          - job_name: %s
            static_configs:
              - targets: [%s]
        """
        .formatted(
            job, String.join(", ", targets.stream().map(target -> "'" + target + "'").toList()));
  }

  /**
   * That of the path, or else Debian's, which is fetched where it is not there yet.
   *
   * @param telemetry the folder of that module
   * @throws IOException with what the fetching said, if there is none
   */
  public static Path program(Path telemetry) throws IOException, InterruptedException {
    Process script =
        new ProcessBuilder(telemetry.resolve("bin").resolve("install-prometheus").toString())
            .redirectErrorStream(true)
            .start();
    if (!script.waitFor(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      script.destroyForcibly();
      throw new IOException("no Prometheus within " + FETCH_LIMIT.toSeconds() + " s");
    }
    String said = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (script.exitValue() != 0) {
      throw new IOException("no Prometheus: " + said);
    }
    return Path.of(said.strip(), "prometheus");
  }

  private static URI awaitAddress(Process process, Path log) throws Exception {
    Poll.until(
        START_LIMIT,
        "Prometheus",
        () -> {
          if (!process.isAlive()) {
            throw new IOException("Prometheus has ended; it said:\n" + Files.readString(log));
          }
          return address(log).isPresent() ? List.of() : List.of("it does not listen");
        });
    return URI.create("http://" + address(log).orElseThrow());
  }

  private static Optional<String> address(Path log) throws IOException {
    Matcher line = LISTENING.matcher(Files.readString(log));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
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
