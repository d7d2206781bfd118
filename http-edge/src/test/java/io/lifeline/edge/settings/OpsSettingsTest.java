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
  private static final String TOKEN = "sixteen-letters-";

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void hostThatOthersReachIsRefused(String host) {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read("host = \"" + host + "\", tokens = [" + TOKEN + "]"))
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
    OpsSettings remote = read("host = \"0.0.0.0\", allow-remote = on, tokens = [" + TOKEN + "]");

    assertThat(remote.host()).isEqualTo("0.0.0.0");
    assertThat(remote.tokens()).containsExactly(TOKEN);
  }

  @Test
  void hostThatOthersReachNeedsAToken() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read("host = \"0.0.0.0\", allow-remote = on"))
        .satisfies(
            problem ->
                assertThat(problem.problems())
                    .singleElement()
                    .asString()
                    .startsWith("lifeline.edge.ops.tokens: ")
                    .contains("at least one", "LIFELINE_OPS_TOKEN"));
  }

  @Test
  void shortTokenIsRefusedAndNotShown() {
    assertThatExceptionOfType(InvalidSettings.class)
        .isThrownBy(() -> read("tokens = [fifteen-letters]"))
        .satisfies(
            problem ->
                assertThat(problem.problems())
                    .singleElement()
                    .asString()
                    .startsWith("lifeline.edge.ops.tokens: ")
                    .contains("16 characters or more")
                    .doesNotContain("fifteen-letters"));
  }

  @Test
  void tokensAreNotPrinted() {
    assertThat(read("tokens = [" + TOKEN + "]")).asString().doesNotContain(TOKEN);
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
