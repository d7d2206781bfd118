package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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
  void tokenThatCannotBeSentIsWrongUseAndNotPrinted() {
    CommandRun run = CommandRun.of("actors", "--token", "secret\nof-two-lines");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--token: (hidden)").doesNotContain("secret");
  }
}
