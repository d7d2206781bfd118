package io.lifeline.telemetry.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.settings.SettingsReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InspectionSettingsTest {
  private static final String PATH = "lifeline.telemetry.inspection";

  @Test
  void theDefaultsAreValidAndWriteNothing() {
    SettingsReader reader = reader("");
    InspectionSettings settings = InspectionSettings.from(reader);

    assertThat(reader.problems()).isEmpty();
    assertThat(settings.directory()).isEmpty();
    assertThat(settings.every()).isZero();
    assertThat(settings.dependencies()).isEmpty();
  }

  @Test
  void dependenciesAreShownWithoutWhatMayBeSecret() {
    InspectionSettings settings =
        InspectionSettings.from(
            reader(
                """
                directory = "/var/lib/lifeline"
                dependencies = ["broker:9092", "[::1]:80", "https://id.example/health?key=secret"]
                """));

    assertThat(settings.directory()).contains(Path.of("/var/lib/lifeline"));
    assertThat(settings.dependencies())
        .extracting(Dependency::name)
        .containsExactly("broker:9092", "[::1]:80", "https://id.example/health");
    assertThat(settings.dependencies().get(1).host()).isEqualTo("::1");
    assertThat(settings.toString()).doesNotContain("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "broker",
        "broker:0",
        "broker:70000",
        "broker:x",
        "",
        "ftp://host/",
        "http://",
        "http://host:65536/",
        "a b:1",
        "host:1/path"
      })
  void whatIsNoDependencyIsNamed(String text) {
    assertThat(problems("dependencies = [\"ok:1\", \"" + text + "\"]"))
        .containsExactly(
            PATH
                + ".dependencies: "
                + text
                + " (expected: each host:port, or a URL of http or https without a user, its port (if"
                + " any) 1..65535)");
  }

  @Test
  void aPasswordInADependencyIsNotShown() {
    assertThat(problems("dependencies = [\"https://me:secret@host/\"]"))
        .singleElement()
        .asString()
        .contains("(hidden)")
        .doesNotContain("secret");
  }

  @Test
  void whatIsOutOfRangeOrDoubledIsNamed() {
    assertThat(
            problems(
                """
                keep = 0
                keep-bytes = 1B
                check-timeout = 1h
                every = 1s
                dependencies = ["a:1", "a:1"]
                """))
        .containsExactly(
            PATH + ".keep: 0 (expected: a whole number, 1..10000)",
            PATH + ".keep-bytes: 1B (expected: a size, 1048576B..2147483647B)",
            PATH + ".check-timeout: 1h (expected: a duration, 100ms..20s)",
            PATH + ".every: 1s (expected: 0s for never, or at least 5s)",
            PATH + ".dependencies: a:1 (expected: each of them once)");
  }

  private static List<String> problems(String inspection) {
    SettingsReader reader = reader(inspection);
    InspectionSettings.from(reader);
    return reader.problems();
  }

  private static SettingsReader reader(String inspection) {
    return SettingsReader.of(
        ConfigFactory.parseString(PATH + " {\n" + inspection + "\n}")
            .withFallback(ConfigFactory.defaultReference())
            .resolve(),
        PATH);
  }
}
