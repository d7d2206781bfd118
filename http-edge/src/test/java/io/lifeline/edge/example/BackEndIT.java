package io.lifeline.edge.example;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.cli.NodeRun;
import io.lifeline.edge.node.RecordingListener;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A back end and two nodes, each a process of its own. */
@Timeout(300)
final class BackEndIT {
  @TempDir private Path directory;

  @Test
  void aBackEndPushesToAUserOfANodeThatItDidNotJoin() throws Exception {
    int port = freePort();
    String first = "lifeline.cluster.port = " + port;
    String second = "lifeline.cluster.join = [\"127.0.0.1:" + port + "\"]";
    try (NodeRun joined = NodeRun.start(directoryOf("first"), first);
        NodeRun other = NodeRun.start(directoryOf("second"), second)) {
      assertThat(joined.webSocket()).isNotEqualTo(other.webSocket());
      RecordingListener alice = new RecordingListener();
      HttpClient.newHttpClient()
          .newWebSocketBuilder()
          .buildAsync(URI.create(other.webSocket() + "?user=alice"), alice)
          .get(30, TimeUnit.SECONDS);
      assertThat(alice.next()).contains("\"connected\"");

      assertThat(pushed("127.0.0.1:" + port, "{\"text\":\"hello\"}")).startsWith("Published[");
      assertThat(alice.next()).contains("\"channel\":\"#alice\"").contains("{\"text\":\"hello\"}");
    }
  }

  /** What the back end says of one push. */
  private String pushed(String node, String json) throws IOException, InterruptedException {
    Path log = directory.resolve("back-end.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BackEnd.class.getName(),
                node,
                "alice")
            .redirectError(log.toFile())
            .start();
    try {
      try (Writer in = process.outputWriter()) {
        in.write(json + "\n"); // and then its input ends, and so does it
      }
      String answer;
      try (BufferedReader out = process.inputReader()) {
        answer = out.lines().filter(line -> line.contains("ublished[")).findFirst().orElse("");
      }
      assertThat(answer).as(() -> logged(log)).isNotEmpty();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ended").isTrue();
      assertThat(process.exitValue()).isZero();
      return answer;
    } finally {
      process.destroyForcibly();
    }
  }

  private static String logged(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "no log: " + e;
    }
  }

  private Path directoryOf(String node) throws IOException {
    return Files.createDirectories(directory.resolve(node));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
