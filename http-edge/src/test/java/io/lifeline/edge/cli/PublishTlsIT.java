package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.settings.ConfigLayers;
import io.lifeline.edge.transport.tls.TestAuthority;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class PublishTlsIT {
  private static final TestAuthority AUTHORITY = TestAuthority.create("authority");

  @TempDir private Path directory = Path.of("");

  @Test
  void publishesToANodeWhoseAuthorityItIsTold() {
    Path authority = AUTHORITY.writeCertificate(directory.resolve("authority.pem"));
    try (Node node = start()) {
      String url = node.addresses().http();

      CommandRun trusting = publish("--url", url, "--ca", authority.toString());
      CommandRun distrusting = publish("--url", url);

      assertThat(trusting.err()).isEmpty();
      assertThat(trusting.exitCode()).isZero();
      assertThat(trusting.out()).contains("\"offset\":");
      assertThat(distrusting.exitCode()).isEqualTo(1);
      assertThat(distrusting.err().lines())
          .singleElement()
          .asString()
          .startsWith("lifeline: https://");
    }
  }

  @Test
  void fileWithoutCertificatesIsWrongUse() {
    CommandRun run = publish("--url", "https://127.0.0.1:1/", "--ca", "none.pem");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--ca: none.pem (expected: a file of certificates in PEM)");
  }

  private Node start() {
    AUTHORITY.issue("node").write(directory, "node");
    String config =
        """
        lifeline.edge {
          development = on
          port = 0
          ops.port = 0
          tls { enabled = on, certificate = "%s", private-key = "%s" }
        }
        """
            .formatted(directory.resolve("node.pem"), directory.resolve("node.key"));
    return Node.start(
        ConfigLayers.layered(ConfigFactory.parseString(config), ConfigFactory.empty()));
  }

  private static CommandRun publish(String... options) {
    String[] arguments = new String[options.length + 6];
    System.arraycopy(options, 0, arguments, 1, options.length);
    arguments[0] = "publish";
    System.arraycopy(
        new String[] {"--key", "dev", "--channel", "news", "1"},
        0,
        arguments,
        options.length + 1,
        5);
    return CommandRun.of(arguments);
  }
}
