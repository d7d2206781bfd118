package io.lifeline.load.alert;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The receiver of the nodes' announcements. Thread-safe. */
final class Announcements implements AutoCloseable {
  static final String TOKEN = "token-of-the-receiver";

  private static final JsonMapper JSON = new JsonMapper();

  /** One, and when it came. */
  record Received(Instant at, JsonNode json) {
    /** Whether it is the report of the node that calls itself so. */
    boolean isOf(String node) {
      return json.path("node").asText().startsWith(node + " at ");
    }

    boolean isAbout(String alert) {
      JsonNode trigger = json.path("trigger");
      return trigger.path("kind").asText().equals("alert")
          && trigger.path("reason").asText().contains(alert);
    }

    /** What a check said, a line for each finding. */
    List<String> findings(String check) {
      return json.path("findings").findParents("check").stream()
          .filter(finding -> finding.path("check").asText().equals(check))
          .map(finding -> finding.path("statement").asText())
          .toList();
    }
  }

  private final HttpServer server;
  private final List<Received> received = new CopyOnWriteArrayList<>();

  private Announcements(HttpServer server) {
    this.server = server;
  }

  static Announcements listen() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    Announcements announcements = new Announcements(server);
    server.createContext("/reports", announcements::take);
    server.start();
    return announcements;
  }

  private void take(HttpExchange exchange) throws IOException {
    String token = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = ("Bearer " + TOKEN).equals(token);
    if (known) {
      received.add(new Received(Instant.now(), JSON.readTree(exchange.getRequestBody())));
    }
    exchange.sendResponseHeaders(known ? 204 : 401, -1);
    exchange.close();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/reports");
  }

  /** Of one node about one alert, in the order in which they came. */
  List<Received> of(String node, String alert) {
    return received.stream().filter(one -> one.isOf(node) && one.isAbout(alert)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
