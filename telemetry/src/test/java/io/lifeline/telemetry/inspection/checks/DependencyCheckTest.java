package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.lifeline.telemetry.inspection.Dependency;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(30)
class DependencyCheckTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @Test
  void aPortThatAcceptsIsWell() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding = look("127.0.0.1:" + server.getLocalPort(), LIMIT);

      assertThat(finding.severity()).isEqualTo(Severity.OK);
      assertThat(finding.statement()).matches("127\\.0\\.0\\.1:\\d+ answered within [\\d.]+ ms\\.");
    }
  }

  @Test
  void aPortThatNobodyHasIsCritical() throws IOException {
    int port;
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = server.getLocalPort();
    }
    Finding finding = look("127.0.0.1:" + port, LIMIT);

    assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
    assertThat(finding.statement())
        .startsWith("127.0.0.1:" + port + " cannot be reached from this node: ConnectException");
    assertThat(finding.steps()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"200, OK", "302, OK", "404, OK", "503, CRITICAL"})
  void aUrlIsAsWellAsItsAnswer(int status, Severity severity) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/health",
        exchange -> {
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    try {
      Finding finding =
          look("http://127.0.0.1:" + server.getAddress().getPort() + "/health?key=secret", LIMIT);

      assertThat(finding.severity()).isEqualTo(severity);
      assertThat(finding.statement())
          .contains("/health answered with " + status)
          .doesNotContain("secret");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aUrlThatAcceptsAndNeverAnswersIsCriticalWithinTheLimit() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Finding finding =
          look("http://127.0.0.1:" + server.getLocalPort() + "/", Duration.ofMillis(500));

      assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
      assertThat(finding.statement()).contains("SocketTimeoutException");
    }
  }

  private static Finding look(String dependency, Duration limit) {
    return new DependencyCheck(Dependency.of(dependency).orElseThrow(), limit)
        .run()
        .toCompletableFuture()
        .join()
        .get(0);
  }
}
