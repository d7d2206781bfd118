package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node whose process may have no more descriptors pauses accepting, and goes on by itself. */
@Timeout(90)
final class DescriptorsRunOutIT {
  private static final int DESCRIPTORS = 400;

  @TempDir private Path directory = Path.of("");

  @Test
  void acceptingPausesAndRecovers() throws Exception {
    // The least headroom, so that admission does not refuse before the descriptors are used up.
    String greedy =
        """
        lifeline.supervision.descriptor-headroom = 16
        lifeline.connection.handshake-timeout = 60s
        """;
    try (NodeRun node = NodeRun.withDescriptors(DESCRIPTORS, directory, greedy)) {
      List<Socket> crowd = crowd(node.webSocket(), DESCRIPTORS + 50);
      await(() -> node.log().contains("accepting pauses"));

      for (Socket one : crowd) {
        one.close();
      }

      await(() -> node.log().contains("accepting goes on"));
      assertThat(status(node.ops().resolve("/health/ready"))).isEqualTo(200);
      await(() -> metric(node, "lifeline_accept_pauses_total") >= 1); // counted every few seconds
    }
  }

  private static List<Socket> crowd(URI address, int size) throws IOException {
    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      crowd.add(new Socket(address.getHost(), address.getPort()));
    }
    return crowd;
  }

  private static int status(URI uri) throws Exception {
    return get(uri).statusCode();
  }

  private static double metric(NodeRun node, String name) throws Exception {
    return get(node.ops().resolve("/metrics"))
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static HttpResponse<String> get(URI uri) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
            HttpResponse.BodyHandlers.ofString());
  }

  /** Bounded by the test's own timeout. */
  private static void await(Callable<Boolean> condition) throws Exception {
    while (!condition.call()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }
}
