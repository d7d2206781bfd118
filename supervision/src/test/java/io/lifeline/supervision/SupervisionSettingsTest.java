package io.lifeline.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.supervision.connections.DescriptorLimit;
import io.lifeline.telemetry.settings.SettingsReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class SupervisionSettingsTest {
  private final SettingsReader defaults = reader("");

  @Test
  void defaultsAreValidAndEveryKeyIsRead() {
    SupervisionSettings.from(defaults);
    defaults.rejectUnknownKeys();

    assertThat(defaults.problems()).isEmpty();
  }

  @Test
  void limitsAreDerivedFromTheDescriptorLimit() {
    SupervisionSettings settings = SupervisionSettings.from(defaults, new DescriptorLimit(10_256));

    assertThat(settings.connections().sockets()).isEqualTo(10_000);
    assertThat(settings.connections().webSockets()).isEqualTo(9_500);
    assertThat(settings.partitions()).isEqualTo(2 * Runtime.getRuntime().availableProcessors());
  }

  @Test
  void moreSocketsThanDescriptorsAreRejected() {
    assertThat(problems("sockets.max = 10001"))
        .containsExactly(
            "lifeline.supervision.sockets.max: 10001"
                + " (expected: at most 10000, the descriptor limit minus descriptor-headroom)");
  }

  @Test
  void moreWebSocketsThanSocketsAreRejected() {
    assertThat(problems("sockets.max = 10, websockets.max = 11"))
        .containsExactly(
            "lifeline.supervision.websockets.max: 11"
                + " (expected: at most 10, the number of sockets a node takes)");
  }

  @Test
  void headroomBeyondTheDescriptorLimitIsRejected() {
    assertThat(problems("descriptor-headroom = 20000"))
        .containsExactly(
            "lifeline.supervision.descriptor-headroom: 20000"
                + " (expected: less than the descriptor limit 10256)");
  }

  @Test
  void whatIsNoNetworkIsRejected() {
    for (String text : List.of("localhost/8", "10.0.0.0", "10.0.0.0/33", "::1/129", "beef/8")) {
      assertThat(problems("unlimited-addresses = [\"" + text + "\"]"))
          .as(text)
          .singleElement()
          .asString()
          .contains("expected: networks such as 10.0.0.0/8");
    }
  }

  @Test
  void networksAreShownAsTheyWereWritten() {
    SupervisionSettings settings =
        SupervisionSettings.from(
            reader("unlimited-addresses = [\"10.0.0.0/8\", \"2001:db8::/32\"]"),
            new DescriptorLimit(10_256));

    assertThat(settings.toString()).contains("[10.0.0.0/8, 2001:db8::/32]").doesNotContain("@");
  }

  @Test
  void rangesMustNotBeReversedAndABatchMustFitTheDeadline() {
    assertThat(problems("retry-after { least = 5s, most = 2s }")).hasSize(1);
    assertThat(problems("drain.retry { least = 5s, most = 2s }")).hasSize(1);
    assertThat(problems("drain { interval = 2s, deadline = 1s }")).hasSize(1);
  }

  private static List<String> problems(String overrides) {
    SettingsReader reader = reader(overrides);
    SupervisionSettings.from(reader, new DescriptorLimit(10_256));
    return reader.problems();
  }

  private static SettingsReader reader(String overrides) {
    return SettingsReader.of(
        ConfigFactory.parseString("lifeline.supervision {" + overrides + "}")
            .withFallback(ConfigFactory.load())
            .resolve(),
        "lifeline.supervision");
  }
}
