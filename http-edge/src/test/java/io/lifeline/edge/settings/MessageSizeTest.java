package io.lifeline.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.InvalidSettings;
import org.junit.jupiter.api.Test;

final class MessageSizeTest {
  private static final String FRAME = "pekko.remote.artery.advanced.maximum-frame-size = 64KiB\n";

  @Test
  void messageThatNodesWouldDropIsRefusedBeforeTheNodeStarts() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read(FRAME + "lifeline.supervision.channels.max-publish = 60KiB"))
        .satisfies(
            problem ->
                assertThat(problem.problems())
                    .singleElement()
                    .asString()
                    .startsWith("lifeline.supervision.channels.max-publish: 60KiB")
                    .contains("at most 57344"));
  }

  @Test
  void messageThatFitsIsAllowed() {
    NodeSettings settings = read(FRAME + "lifeline.supervision.channels.max-publish = 56KiB");

    assertThat(settings.supervision().channels().publishing().maxBytes()).isEqualTo(56 << 10);
  }

  private static NodeSettings read(String settings) {
    Config user =
        ConfigFactory.parseString(
            "lifeline.edge.api.keys = [\"a-key-of-sixteen-characters\"]\n"
                + "lifeline.edge.token.hmac-secrets = [\"a-secret-of-at-least-thirty-two-bytes\"]\n"
                + settings);
    return NodeSettings.from(ConfigLayers.layered(ConfigFactory.empty(), user));
  }
}
