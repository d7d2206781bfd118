package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that ask each other for certificates, made by the script for development. */
@Timeout(600)
@Tag("cluster")
final class ClusterTlsIT {
  private static final Path SCRIPT =
      Path.of("..", "supervision", "bin", "development-certificates");

  @TempDir private static Path directory = Path.of("");

  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    make("own", "node-1", "node-2");
    make("foreign", "node-1");
  }

  @Test
  void onlyNodesWithACertificateOfTheirAuthorityJoin() throws Exception {
    try (NodeRun first = NodeRun.start(fresh("first"), tls("own", "node-1"))) {
      assertRefused(first, "");
      assertRefused(first, tls("foreign", "node-1"));

      try (NodeRun second =
          NodeRun.start(
              fresh("second"),
              tls("own", "node-2") + "lifeline.cluster.join = [\"" + first.cluster() + "\"]")) {
        assertThat(second.log()).contains("member [lifeline@" + first.cluster() + "] is up");
      }
    }
  }

  @Test
  void enabledWithoutFilesIsSaid() throws IOException {
    CommandRun run = join("127.0.0.1:1", "lifeline.cluster.tls.enabled = on");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("lifeline: lifeline.cluster.tls.certificate: empty (expected: ")
        .contains("lifeline: lifeline.cluster.tls.trusted: empty (expected: ");
  }

  private static void assertRefused(NodeRun node, String settings) throws IOException {
    CommandRun run = join(node.cluster(), settings + "lifeline.cluster.join-within = 15s");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines())
        .containsExactly(
            "lifeline: lifeline.cluster.join: "
                + node.cluster()
                + " (expected: a node of the cluster [lifeline] that lets this one in within 15s;"
                + " none did)");
  }

  private static CommandRun join(String contact, String settings) throws IOException {
    Path file = Files.writeString(directory.resolve("joining.conf"), settings);
    return CommandRun.of(
        "node", "--dev", "--port=0", "--ops-port=0", "--join=" + contact, "--config=" + file);
  }

  private static String tls(String authority, String node) {
    Path files = directory.resolve(authority);
    return """
        lifeline.cluster.tls {
          enabled = on
          key-store = "%s"
          key-store-password = changeit
          trusted = "%s"
        }
        """
        .formatted(files.resolve(node + ".p12"), files.resolve("authority.pem"));
  }

  private static Path fresh(String name) throws IOException {
    return Files.createDirectory(directory.resolve(name));
  }

  private static void make(String authority, String... nodes)
      throws IOException, InterruptedException {
    String[] command = new String[nodes.length + 2];
    command[0] = SCRIPT.toString();
    command[1] = directory.resolve(authority).toString();
    System.arraycopy(nodes, 0, command, 2, nodes.length);
    Process script = new ProcessBuilder(command).inheritIO().start();
    assertThat(script.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(script.exitValue()).isZero();
  }
}
