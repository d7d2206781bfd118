package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PortInUseIT {
  @Test
  void mainPortInUseIsOneLine() throws IOException {
    try (ServerSocket taken = taken()) {
      String port = String.valueOf(taken.getLocalPort());

      assertOneLine(
          CommandRun.of("node", "--dev", "--port", port, "--ops-port", "0"),
          "lifeline: lifeline.edge.port: " + port);
    }
  }

  @Test
  void opsPortInUseIsOneLine() throws IOException {
    try (ServerSocket taken = taken()) {
      String port = String.valueOf(taken.getLocalPort());

      assertOneLine(
          CommandRun.of("node", "--dev", "--port", "0", "--ops-port", port),
          "lifeline: lifeline.edge.ops.port: " + port);
    }
  }

  @Test
  void clusterPortInUseIsOneLine() throws IOException {
    try (ServerSocket taken = taken()) {
      String port = String.valueOf(taken.getLocalPort());

      assertOneLine(
          CommandRun.of("node", "--dev", "--port", "0", "--ops-port", "0", "--cluster-port", port),
          "lifeline: lifeline.cluster.port: " + port);
    }
  }

  private static void assertOneLine(CommandRun run, String begin) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .isEqualTo(begin + " (expected: a port that is free; Address already in use)");
  }

  private static ServerSocket taken() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
  }
}
