package io.lifeline.telemetry.inspection.announce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpWebhookTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final HttpServer server;
  private final List<String> received = new CopyOnWriteArrayList<>();

  HttpWebhookTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.createContext("/hook", this::take);
    server.createContext(
        "/moved",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/hook");
          answer(exchange, 307, -1);
        });
    server.createContext("/endless", exchange -> answer(exchange, 202, 0)); // never ends its body
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void itPostsJsonWithTheToken() {
    assertThat(webhook("/hook?a=b", "s3cret").post("{\"at\":\"é\"}").toCompletableFuture().join())
        .isEqualTo(201);

    assertThat(received)
        .containsExactly("POST /hook?a=b application/json Bearer s3cret {\"at\":\"é\"}");
  }

  @Test
  void withoutATokenNoneIsSent() {
    assertThat(webhook("/hook", "").post("{}").toCompletableFuture().join()).isEqualTo(201);

    assertThat(received).containsExactly("POST /hook application/json null {}");
  }

  @Test
  void theTokenGoesNowhereElse() {
    assertThat(webhook("/moved", "s3cret").post("{}").toCompletableFuture().join()).isEqualTo(307);

    assertThat(received).isEmpty();
  }

  @Test
  void theAnswerIsThereBeforeItsBodyHasEnded() {
    assertThat(webhook("/endless", "").post("{}").toCompletableFuture().join()).isEqualTo(202);
  }

  @Test
  void aReceiverThatSaysNothingIsNotWaitedFor() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Webhook webhook =
          new HttpWebhook(
              URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"),
              "",
              Duration.ofMillis(200),
              ForkJoinPool.commonPool());

      assertThatThrownBy(() -> webhook.post("{}").toCompletableFuture().join())
          .isInstanceOf(CompletionException.class)
          .hasCauseInstanceOf(HttpTimeoutException.class);
    }
  }

  private Webhook webhook(String path, String token) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    return new HttpWebhook(url, token, LIMIT, ForkJoinPool.commonPool());
  }

  private void take(HttpExchange exchange) throws IOException {
    received.add(
        String.join(
            " ",
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            exchange.getRequestHeaders().getFirst("Content-Type"),
            exchange.getRequestHeaders().getFirst("Authorization"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    answer(exchange, 201, -1);
  }

  /**
   * @param length of the body; 0 is unknown, and -1 none
   */
  private static void answer(HttpExchange exchange, int status, long length) throws IOException {
    exchange.sendResponseHeaders(status, length);
    exchange.getResponseBody().flush();
    if (length < 0) {
      exchange.close();
    }
  }
}
