package io.lifeline.edge.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Asks a node's ops listener and prints what it answers: a mixin for commands. */
@Command // which makes it one for picocli
final class OpsCaller {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(30);

  /** Longer than the longest recording. */
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final int MAX_REFUSAL = 10_000;

  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  @Option(names = "--url", description = "The node's ops listener; default ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:8081/";

  @Option(
      names = "--token",
      description = "The listener's token; default is LIFELINE_OPS_TOKEN, else none.")
  private @Nullable String token;

  /**
   * @param caller who is told the answer, or that there is none
   * @param path below the listener's address
   * @return the exit code
   */
  int get(Caller caller, String path, Map<String, String> query) throws InterruptedException {
    return send(caller, HttpRequest.newBuilder(endpoint(caller, path, query)).GET());
  }

  /** As {@link #get}, for what the node is to keep. */
  int post(Caller caller, String path, Map<String, String> query) throws InterruptedException {
    return send(
        caller,
        HttpRequest.newBuilder(endpoint(caller, path, query))
            .POST(HttpRequest.BodyPublishers.noBody()));
  }

  /**
   * As {@link #get}, for an answer that is a file. Nothing is left of it if it does not come whole.
   *
   * @param file is made
   */
  int download(Caller caller, String path, Map<String, String> query, Path file)
      throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(caller, path, query)).GET();
    try {
      HttpResponse<InputStream> answer =
          exchange(caller, request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          String said = new String(body.readNBytes(MAX_REFUSAL), StandardCharsets.UTF_8);
          return refused(caller, answer.statusCode(), said);
        }
        save(body, file);
      }
      caller.out().println("wrote " + file + " (" + Files.size(file) + " bytes)");
      return 0;
    } catch (IOException e) {
      return failed(caller, e);
    }
  }

  private static void save(InputStream body, Path file) throws IOException {
    try {
      Files.copy(body, file);
    } catch (FileAlreadyExistsException e) {
      throw e; // not ours to remove
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The node has answered, and not with what was asked for. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String answer;

    Refused(int status, String answer) {
      super(status + ": " + answer.strip());
      this.status = status;
      this.answer = answer;
    }

    /** Whether the same question may be answered later. */
    boolean isForNow() {
      return status == 503 || status == 429;
    }
  }

  /** As {@link #get} says that it was refused. */
  static int refused(Caller caller, Refused refused) {
    return refused(caller, refused.status, refused.answer);
  }

  /** The node that is asked. */
  String node() {
    return url;
  }

  /**
   * What the node answers, for who goes on with it.
   *
   * @param within how long it may take
   * @throws IOException if there is no answer
   */
  String fetch(Caller caller, String path, Map<String, String> query, Duration within)
      throws IOException, InterruptedException, Refused {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint(caller, path, query)).GET();
    HttpResponse<String> answer =
        exchange(caller, request, HttpResponse.BodyHandlers.ofString(), within);
    if (answer.statusCode() != 200) {
      throw new Refused(answer.statusCode(), answer.body());
    }
    return answer.body();
  }

  private int send(Caller caller, HttpRequest.Builder request) throws InterruptedException {
    try {
      HttpResponse<String> answer = exchange(caller, request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        return refused(caller, answer.statusCode(), answer.body());
      }
      caller.out().println(answer.body().stripTrailing());
      return 0;
    } catch (IOException e) {
      return failed(caller, e);
    }
  }

  private <T> HttpResponse<T> exchange(
      Caller caller, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body)
      throws IOException, InterruptedException {
    return exchange(caller, request, body, TIMEOUT);
  }

  private <T> HttpResponse<T> exchange(
      Caller caller, HttpRequest.Builder request, HttpResponse.BodyHandler<T> body, Duration within)
      throws IOException, InterruptedException {
    authorize(caller, request);
    return CLIENT.send(request.timeout(within).build(), body);
  }

  /** Says that the node has not answered. */
  int failed(Caller caller, IOException e) {
    caller.err().println("lifeline: " + url + ": " + reason(e));
    return LifelineCommand.FAILED;
  }

  static String reason(IOException e) {
    return e.getMessage() == null ? "no connection" : e.getMessage();
  }

  private static int refused(Caller caller, int status, String answer) {
    caller.err().println("lifeline: refused with " + status + ": " + answer.strip());
    return status == 400 ? LifelineCommand.WRONG : LifelineCommand.FAILED;
  }

  private void authorize(Caller caller, HttpRequest.Builder request) {
    String presented = token == null ? System.getenv("LIFELINE_OPS_TOKEN") : token;
    if (presented != null) {
      try {
        request.header("Authorization", "Bearer " + presented);
      } catch (IllegalArgumentException e) { // whose message has the token
        throw caller.wrongUse("--token: (hidden) (expected: what can stand in an HTTP header)");
      }
    }
  }

  private URI endpoint(Caller caller, String path, Map<String, String> query) {
    String pairs =
        query.entrySet().stream()
            .map(pair -> pair.getKey() + "=" + encoded(pair.getValue()))
            .collect(Collectors.joining("&"));
    try {
      URI endpoint = URI.create(url.endsWith("/") ? url : url + "/").resolve(path + "?" + pairs);
      if ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      throw caller.wrongUse("--url: " + url + " (expected: http://host:port/)", e);
    }
    throw caller.wrongUse("--url: " + url + " (expected: http://host:port/)");
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
