package io.lifeline.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.InvalidSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpsSettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void hostThatOthersReachIsRefused(String host) {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read("host = \"" + host + "\""))
        .satisfies(
            problem ->
                assertThat(problem.problems())
                    .containsExactly(
                        "lifeline.edge.ops.host: "
                            + host
                            + " (expected: a loopback address unless"
                            + " lifeline.edge.ops.allow-remote = on)"));
  }

  @Test
  void hostThatOthersReachCanBeAllowed() {
    assertThat(read("host = \"0.0.0.0\", allow-remote = on").host()).isEqualTo("0.0.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
  void loopbackNeedsNoPermission(String host) {
    assertThat(read("host = \"" + host + "\"").host()).isEqualTo(host);
  }

  private static OpsSettings read(String ops) {
    Config user =
        ConfigFactory.parseString("lifeline.edge { development = on, ops { %s } }".formatted(ops));
    return NodeSettings.from(ConfigLayers.layered(ConfigFactory.empty(), user)).edge().ops();
  }
}
