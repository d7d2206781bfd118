package io.lifeline.telemetry.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracingSettingsTest {
  private SettingsReader reader = SettingsReader.of(ConfigFactory.empty(), "none");

  private TracingSettings read(String... lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      text.append("lifeline.telemetry.tracing.").append(line).append('\n');
    }
    reader =
        SettingsReader.of(
            ConfigFactory.parseString(text.toString())
                .withFallback(ConfigFactory.defaultOverrides())
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve(),
            "lifeline.telemetry.tracing");
    return TracingSettings.from(reader);
  }

  private List<String> problems() {
    return reader.problems();
  }

  @Test
  void nothingIsTracedUnlessItIsAskedFor() {
    assertThat(read().isOn()).isFalse();
    assertThat(problems()).isEmpty();
  }

  @Test
  void partAndCollectorAreRead() {
    TracingSettings settings =
        read("sampled = 0.01", "report-to = \"http://collector:4318/v1/traces?key=k\"");

    assertThat(problems()).isEmpty();
    assertThat(settings.sampled()).isEqualTo(0.01);
    assertThat(settings.reportTo()).contains(URI.create("http://collector:4318/v1/traces?key=k"));
    assertThat(settings)
        .hasToString("TracingSettings[sampled=0.01, reportTo=http://collector:4318]");
  }

  @Test
  void spansNeedACollector() {
    read("sampled = 1");

    assertThat(problems())
        .containsExactly(
            "lifeline.telemetry.tracing.report-to: empty (expected: a URL of http or https without"
                + " a user, its port (if any) 1..65535, where sampled is more than 0)");
  }

  @Test
  void whatIsNoPartIsNamed() {
    read("sampled = 1.5");

    assertThat(problems())
        .containsExactly("lifeline.telemetry.tracing.sampled: 1.5 (expected: a number, 0..1)");
  }

  @Test
  void whatIsNoUrlIsNamedAndMayHoldAPassword() {
    for (String url :
        List.of("ftp://a/", "a:1", "http://u:secret@a/", "http://", "http://a:65536/", "no url")) {
      read("sampled = 1", "report-to = \"" + url + "\"");

      assertThat(problems())
          .as(url)
          .containsExactly(
              "lifeline.telemetry.tracing.report-to: (hidden) (expected: a URL of http or https"
                  + " without a user, its port (if any) 1..65535)");
    }
  }
}
