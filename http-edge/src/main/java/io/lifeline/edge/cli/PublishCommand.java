package io.lifeline.edge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.connection.ChannelAccess;
import io.lifeline.edge.api.ApiJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import nl.altindag.ssl.SSLFactory;
import nl.altindag.ssl.pem.util.PemUtils;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline publish}: publishes one message through a node's HTTP API. */
@Command(
    name = "publish",
    description = "Publishes JSON to a channel or a user. What is no JSON is sent as a text.",
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class PublishCommand implements Callable<Integer> {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  @ArgGroup(multiplicity = "1")
  private Target target = new Target();

  @Option(names = "--url", description = "The node; default ${DEFAULT-VALUE}.")
  private String url = "http://127.0.0.1:8080/";

  @Option(names = "--key", description = "The API key; default is LIFELINE_API_KEY, else dev.")
  private @Nullable String key;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "For https: trusts the certificates in this PEM file instead of the JDK's.")
  private @Nullable Path authorities;

  @Parameters(paramLabel = "DATA", description = "Such as '{\"text\":\"hello\"}'.")
  private String data = "";

  @Mixin private Caller caller = new Caller();

  /** Exactly one of both. */
  static final class Target {
    @Option(names = "--channel", required = true, description = "The channel to publish to.")
    @Nullable String channel;

    @Option(names = "--user", required = true, description = "The user to push to.")
    @Nullable String user;

    String asChannel() {
      return channel != null
          ? channel
          : ChannelAccess.personalChannel(Objects.requireNonNull(user));
    }
  }

  PublishCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    ObjectNode body = ApiJson.object().put("channel", target.asChannel());
    ApiJson.read(ByteString.fromString(data))
        .ifPresentOrElse(json -> body.set("data", json), () -> body.put("data", data));
    HttpRequest request =
        HttpRequest.newBuilder(endpoint())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("X-API-Key", key())
            .POST(HttpRequest.BodyPublishers.ofString(ApiJson.write(body)))
            .build();
    try {
      return report(client().send(request, HttpResponse.BodyHandlers.ofString()));
    } catch (IOException e) {
      String reason = e.getMessage() == null ? "no connection" : e.getMessage();
      caller.err().println("lifeline: " + url + ": " + reason);
      return LifelineCommand.FAILED;
    }
  }

  private HttpClient client() {
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (authorities != null) {
      client.sslContext(trusting(authorities));
    }
    return client.build();
  }

  private SSLContext trusting(Path file) {
    try {
      return SSLFactory.builder()
          .withTrustMaterial(PemUtils.loadTrustMaterial(file))
          .build()
          .getSslContext();
    } catch (RuntimeException e) { // the library's own or Bouncy Castle's
      throw caller.wrongUse("--ca: " + file + " (expected: a file of certificates in PEM)", e);
    }
  }

  private int report(HttpResponse<String> response) {
    JsonNode answer = ApiJson.read(ByteString.fromString(response.body())).orElse(ApiJson.object());
    if (response.statusCode() == 200 && answer.has("result")) {
      caller.out().println(ApiJson.write(answer.get("result")));
      return 0;
    }
    String message = answer.path("error").path("message").asText("no Lifeline node answers there");
    caller.err().println("lifeline: refused with " + response.statusCode() + ": " + message);
    return LifelineCommand.FAILED;
  }

  private URI endpoint() {
    try {
      URI endpoint = URI.create(url.endsWith("/") ? url : url + "/").resolve("api/publish");
      if ("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme())) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      throw caller.wrongUse("--url: expected http://host:port/ or https://host:port/", e);
    }
    throw caller.wrongUse("--url: expected http://host:port/ or https://host:port/");
  }

  private String key() {
    if (key != null) {
      return key;
    }
    String fromEnvironment = System.getenv("LIFELINE_API_KEY");
    return fromEnvironment == null ? "dev" : fromEnvironment;
  }
}
