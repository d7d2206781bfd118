package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.lifeline.load.Poll;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SteadyPublisherTest {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String TAKEN = "{\"result\":{\"offset\":%d,\"epoch\":\"a\"}}";

  private final Faults faults = new Faults();
  private final Ledger ledger = new Ledger(faults);
  private final Queue<JsonNode> asked = new ConcurrentLinkedQueue<>();
  private volatile IntFunction<String> answers = number -> "{}";
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.createContext("/api/publish", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatIsAcknowledgedIsWrittenDownWithItsPosition() throws Exception {
    answers = TAKEN::formatted;

    SteadyPublisher.Count count = publish(3, List.of(address()));

    assertThat(count).isEqualTo(new SteadyPublisher.Count(count.sent(), count.sent(), 0, 0, 0));
    assertThat(ledger.acknowledged()).isEqualTo(count.sent());
    assertThat(asked)
        .hasSize((int) count.sent())
        .allSatisfy(
            body -> {
              int number = body.path("data").path("n").asInt();
              assertThat(body.path("channel").asText()).isEqualTo(number % 2 == 0 ? "a" : "b");
              assertThat(body.path("idempotency_key").asText()).isEqualTo("p-" + number);
            });
  }

  @Test
  void whatIsNotKnownIsSentAgainUnderItsKey() throws Exception {
    answers = number -> number == 1 ? "{\"error\":{\"code\":100}}" : TAKEN.formatted(number);

    SteadyPublisher.Count count = publish(1, List.of(address()));

    assertThat(count.retried()).isEqualTo(1);
    assertThat(count.acknowledged()).isEqualTo(count.sent());
    assertThat(asked).hasSize((int) count.sent() + 1);
    assertThat(asked.stream().map(body -> body.path("idempotency_key").asText()).distinct())
        .hasSize((int) count.sent());
  }

  @Test
  void aNodeThatIsGoneIsLeftForAnother() throws Exception {
    answers = TAKEN::formatted;
    InetSocketAddress gone;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      gone = (InetSocketAddress) socket.getLocalSocketAddress();
    }

    SteadyPublisher.Count count = publish(4, List.of(gone, address()));

    assertThat(count.acknowledged()).isEqualTo(count.sent());
    assertThat(count.retried()).isPositive();
  }

  @Test
  void aRejectionIsAFaultAndNotSentAgain() throws Exception {
    answers = number -> "{\"error\":{\"code\":103,\"message\":\"no\"}}";

    SteadyPublisher.Count count = publish(1, List.of(address()));

    assertThat(faults.lines()).hasSize(1).first().asString().contains("REFUSED: publish");
    assertThat(asked).hasSize((int) count.sent());
    assertThat(count.acknowledged()).isZero();
  }

  private SteadyPublisher.Count publish(int messages, List<InetSocketAddress> nodes)
      throws Exception {
    try (SteadyPublisher publisher =
        SteadyPublisher.start("p", () -> nodes, List.of("a", "b"), 20, ledger, faults)) {
      Poll.until(
          Duration.ofSeconds(10),
          "messages",
          () -> publisher.count().sent() >= messages ? List.of() : List.of("too few"));
      publisher.stop();
      Poll.until(
          Duration.ofSeconds(10),
          "answers",
          () -> publisher.waiting() == 0 ? List.of() : List.of(publisher.waiting() + " wait"));
      return publisher.count();
    }
  }

  private InetSocketAddress address() {
    return server.getAddress();
  }

  /** On the server's one thread. */
  private void answer(HttpExchange exchange) throws IOException {
    asked.add(JSON.readTree(exchange.getRequestBody()));
    byte[] body = answers.apply(asked.size()).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (exchange) {
      exchange.getResponseBody().write(body);
    }
  }
}
