package io.lifeline.telemetry.inspection.announce;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.HttpUrl;
import io.lifeline.telemetry.settings.SettingsReader;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnouncementSettingsTest {
  static final String PATH = "lifeline.telemetry.inspection.announce";
  private static final String URL = HttpUrl.EXPECTED + ", without a fragment, or empty";

  @Test
  void byDefaultNobodyIsTold() {
    assertThat(problems("")).isEmpty();
    assertThat(settings("").url()).isEmpty();
  }

  @Test
  void whatMayBeSecretIsNotShown() {
    AnnouncementSettings settings =
        settings(
            """
            url = "https://hooks.example.com:8443/services/T0/secret?key=secret"
            token = "secret-token"
            link = "https://ops.example.com/node-1/"
            """);

    assertThat(settings.url()).isPresent();
    assertThat(settings.toString())
        .contains("https://hooks.example.com:8443/(hidden)", "https://ops.example.com/node-1")
        .doesNotContain("secret");
    assertThat(settings.link()).isEqualTo("https://ops.example.com/node-1");
  }

  @ParameterizedTest
  @CsvSource({
    "ftp://host/x, ftp://host/(hidden)",
    "host:9090, host:9090",
    "https:///x, https:///(hidden)",
    "https://me:secret@host/, (hidden)",
    "https://host?a b, https://host?(hidden)",
    "https://host:70000, https://host:70000",
    "https://host/#part, https://host/(hidden)"
  })
  void whatIsNoWebhookIsNamed(String url, String shown) {
    assertThat(problems("url = \"" + url + "\""))
        .containsExactly(PATH + ".url: " + shown + " (expected: " + URL + ")");
  }

  @Test
  void whatIsOutOfRangeIsNamed() {
    assertThat(
            problems(
                """
                token = "two words"
                link = "node-1"
                timeout = 1ms
                retries = -1
                first-pause = 2s
                longest-pause = 1s
                open-after = 0
                open-for = 2h
                queue = 0
                """))
        .containsExactlyInAnyOrder(
            PATH
                + ".token: (hidden) (expected: a bearer token: letters, digits and -._~+/, then =, or"
                + " empty)",
            PATH + ".link: node-1 (expected: " + URL + ")",
            PATH + ".timeout: 1ms (expected: a duration, 100ms..60s)",
            PATH + ".retries: -1 (expected: a whole number, 0..100)",
            PATH + ".longest-pause: 1s (expected: not less than first-pause)",
            PATH + ".open-after: 0 (expected: a whole number, 1..1000)",
            PATH + ".open-for: 2h (expected: a duration, 100ms..3600s)",
            PATH + ".queue: 0 (expected: a whole number, 1..1000)");
  }

  private static List<String> problems(String announce) {
    SettingsReader reader = reader(announce);
    AnnouncementSettings.from(reader);
    return reader.problems();
  }

  /** The defaults, but for what is given. */
  static AnnouncementSettings settings(String announce) {
    return AnnouncementSettings.from(reader(announce));
  }

  private static SettingsReader reader(String announce) {
    return SettingsReader.of(
        ConfigFactory.parseString(PATH + " {\n" + announce + "\n}")
            .withFallback(ConfigFactory.defaultReference())
            .resolve(),
        PATH);
  }
}
