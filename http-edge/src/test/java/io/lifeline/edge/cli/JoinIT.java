package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot join says why in one line, in time, and leaves nothing running. */
@Timeout(300)
final class JoinIT {
  @TempDir private Path directory = Path.of("");

  @Test
  void placeWhereNobodyAnswersIsGivenUpInTime() throws IOException {
    assertRefused(
        join("127.0.0.1:1,127.0.0.1:2", "lifeline.cluster.join-within = 2s"),
        "lifeline: lifeline.cluster.join: 127.0.0.1:1,127.0.0.1:2 (expected: a node of the cluster"
            + " [lifeline] that lets this one in within 2s; none did)");
  }

  @Test
  void clusterOfAnotherNameRefuses() throws IOException {
    try (NodeRun blue = NodeRun.start(directory, "lifeline.cluster.name = blue")) {
      assertRefused(
          join(blue.cluster(), "lifeline.cluster.name = red"),
          "lifeline: lifeline.cluster.join: %s (expected: nodes of the cluster [red] that speak"
                  .formatted(blue.cluster())
              + " protocol version 1; the one that answered is of another cluster or release)");
      assertThat(blue.log()).contains("lifeline.cluster.name is [red] there and [blue] here");
    }
  }

  @Test
  void whatIsNoAddressIsWrongUse() throws IOException {
    assertRefused(
        join("somewhere", ""),
        "lifeline: lifeline.cluster.join: [somewhere] (expected: at most 100 of the form"
            + " host:port)");
  }

  private CommandRun join(String contacts, String config) throws IOException {
    Path file = Files.writeString(directory.resolve("joining.conf"), config);
    return CommandRun.of(
        "node", "--dev", "--port=0", "--ops-port=0", "--join=" + contacts, "--config=" + file);
  }

  private static void assertRefused(CommandRun run, String line) {
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).containsExactly(line);
  }
}
