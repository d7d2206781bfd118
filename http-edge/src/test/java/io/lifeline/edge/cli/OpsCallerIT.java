package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.IOException;
import java.nio.file.Path;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class OpsCallerIT {
  private static final String TOKEN = "a-token-of-the-ops";

  @Test
  void tokenThatTheListenerWantsIsBrought() {
    try (Node node =
        Node.start(
            ConfigLayers.layered(
                ConfigFactory.empty(),
                ConfigFactory.parseString(
                    """
                    lifeline.edge { development = on, port = 0 }
                    lifeline.edge.ops { port = 0, tokens = [%s] }
                    """
                        .formatted(TOKEN))))) {
      String url = node.addresses().opsUrl();

      CommandRun with = CommandRun.of("actors", "--groups", "--url", url, "--token", TOKEN);
      assertThat(with.exitCode()).isZero();
      assertThat(with.out()).contains("/user/connections");

      CommandRun without = CommandRun.of("actors", "--groups", "--url", url);
      assertThat(without.exitCode()).isEqualTo(1);
      assertThat(without.err()).startsWith("lifeline: refused with 401: ");
    }
  }

  @Test
  void recordingIsWrittenToAFileThatWasNotThere(@TempDir Path folder) throws IOException {
    try (Node node =
        Node.start(
            ConfigLayers.layered(
                ConfigFactory.empty(),
                ConfigFactory.parseString(
                    "lifeline.edge { development = on, port = 0, ops.port = 0 }")))) {
      String file = folder.resolve("node.jfr").toString();
      String url = node.addresses().opsUrl();

      CommandRun run = CommandRun.of("record", "--seconds", "1", "--url", url, "--output", file);
      assertThat(run.exitCode()).isZero();
      assertThat(run.err()).isEqualTo("lifeline: recording for 1 s\n");
      assertThat(run.out()).startsWith("wrote " + file + " (");
      assertThat(RecordingFile.readAllEvents(Path.of(file))).isNotEmpty();

      CommandRun again = CommandRun.of("record", "--url", url, "--output", file);
      assertThat(again.exitCode()).isEqualTo(2);
      assertThat(again.err()).contains("--output: " + file + " (expected: no file");

      String other = folder.resolve("other.jfr").toString();
      CommandRun wrong =
          CommandRun.of("record", "--seconds", "51", "--url", url, "--output", other);
      assertThat(wrong.exitCode()).isEqualTo(2);
      assertThat(wrong.err()).contains("refused with 400: seconds: 51 (expected: 1..50)");
      assertThat(Path.of(other)).doesNotExist();
    }
  }

  @Test
  void tokenThatCannotBeSentIsWrongUseAndNotPrinted() {
    CommandRun run = CommandRun.of("actors", "--token", "secret\nof-two-lines");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--token: (hidden)").doesNotContain("secret");
  }
}
