package io.lifeline.telemetry.kamon;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of spans, which reads OTLP over HTTP as JSON. */
public final class Collector implements AutoCloseable {
  private static final JsonMapper MAPPER = new JsonMapper();

  private final HttpServer server;
  private final List<Received> spans = new CopyOnWriteArrayList<>();

  /** What it answers. */
  public volatile int status = 200;

  /**
   * A span as it arrived.
   *
   * @param parentId empty of the first of its trace
   */
  public record Received(
      String traceId,
      String spanId,
      String parentId,
      String name,
      long startNanos,
      long endNanos,
      boolean failed,
      Map<String, String> attributes) {}

  private Collector(HttpServer server) {
    this.server = server;
    server.createContext("/v1/traces", this::take);
    server.start();
  }

  public static Collector start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return new Collector(HttpServer.create(any, 0));
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1/traces");
  }

  public List<Received> spans() {
    return List.copyOf(spans);
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange;
        InputStream body = exchange.getRequestBody()) {
      JsonNode request = MAPPER.readTree(body);
      if (status == 200) {
        request
            .path("resourceSpans")
            .forEach(
                node ->
                    node.path("scopeSpans")
                        .forEach(
                            scope -> scope.path("spans").forEach(span -> spans.add(read(span)))));
      }
      exchange.sendResponseHeaders(status, -1);
    }
  }

  private static Received read(JsonNode span) {
    Map<String, String> attributes = new ConcurrentHashMap<>();
    for (JsonNode attribute : span.path("attributes")) {
      attributes.put(
          attribute.path("key").asText(), attribute.path("value").elements().next().asText());
    }
    return new Received(
        span.path("traceId").asText(),
        span.path("spanId").asText(),
        span.path("parentSpanId").asText(),
        span.path("name").asText(),
        span.path("startTimeUnixNano").asLong(),
        span.path("endTimeUnixNano").asLong(),
        span.path("status").path("code").asInt() == 2,
        attributes);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
