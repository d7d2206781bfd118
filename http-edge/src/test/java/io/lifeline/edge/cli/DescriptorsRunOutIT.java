package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.lifeline.edge.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node whose process may have no more descriptors pauses accepting, still answers those who are
 * connected, and goes on by itself.
 */
@Timeout(90)
final class DescriptorsRunOutIT {
  private static final int DESCRIPTORS = 400;
  private static final int CONNECT_MILLIS = 10_000;
  private static final String RECORDING = "/ops/recording?seconds=1";

  @TempDir private Path directory = Path.of("");

  /** Keeps its connection to the node open, also while the node can accept no other. */
  private final HttpClient engineer =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @Test
  void acceptingPausesAndRecovers() throws Exception {
    // The least headroom, so that admission does not refuse before the descriptors are used up.
    String greedy =
        """
        lifeline.supervision.descriptor-headroom = 16
        lifeline.connection.handshake-timeout = 60s
        """;
    try (NodeRun node = NodeRun.withDescriptors(DESCRIPTORS, directory, greedy)) {
      assertThat(openDescriptors(node)).isLessThan(DESCRIPTORS);

      List<Socket> crowd = crowd(node.webSocket(), DESCRIPTORS + 50);
      Await.holds(() -> assertThat(node.log()).contains("accepting pauses"));
      Await.holds(() -> assertThat(openDescriptors(node)).isEqualTo(DESCRIPTORS));
      assertThat(get(node, RECORDING).statusCode()).isEqualTo(500);

      for (Socket one : crowd) {
        one.close();
      }

      Await.holds(() -> assertThat(node.log()).contains("accepting goes on"));
      assertThat(get(node, "/health/ready").statusCode()).isEqualTo(200);
      assertThat(get(node, RECORDING).statusCode()).isEqualTo(200); // is found now
      Await.holds( // counted every few seconds
          () -> assertThat(metric(node, "lifeline_accept_pauses_total")).isGreaterThanOrEqualTo(1));
    }
  }

  private static List<Socket> crowd(URI address, int size) throws IOException {
    InetSocketAddress there = new InetSocketAddress(address.getHost(), address.getPort());
    List<Socket> crowd = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Socket one = new Socket();
      one.connect(there, CONNECT_MILLIS);
      crowd.add(one);
    }
    return crowd;
  }

  private long openDescriptors(NodeRun node) {
    try {
      return new ObjectMapper()
          .readTree(get(node, "/ops/overview").body())
          .at("/process/descriptors")
          .longValue();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private double metric(NodeRun node, String name) {
    return get(node, "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private HttpResponse<String> get(NodeRun node, String path) {
    HttpRequest request =
        HttpRequest.newBuilder(node.ops().resolve(path)).timeout(Duration.ofSeconds(20)).build();
    try {
      return engineer.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(node.log(), e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
