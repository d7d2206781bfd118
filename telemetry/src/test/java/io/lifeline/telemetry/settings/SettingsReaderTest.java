package io.lifeline.telemetry.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
  private enum AtLimit {
    DISCONNECT,
    DROP_OLDEST
  }

  @Test
  void valuesWithinTheirRangeAreRead() {
    SettingsReader reader =
        reader(
            """
            on = true, name = alice, list = [a, b], count = 3, wait = 15s, size = 64KiB,
            at-limit = drop-oldest
            """);

    assertThat(reader.flag("on")).isTrue();
    assertThat(reader.text("name")).isEqualTo("alice");
    assertThat(reader.texts("list")).containsExactly("a", "b");
    assertThat(reader.number("count", 1, 3)).isEqualTo(3);
    assertThat(reader.duration("wait", Duration.ofSeconds(15), Duration.ofSeconds(20)))
        .isEqualTo(Duration.ofSeconds(15));
    assertThat(reader.bytes("size", 1, 65_536)).isEqualTo(65_536);
    assertThat(reader.choice("at-limit", AtLimit.class)).isEqualTo(AtLimit.DROP_OLDEST);
    reader.rejectUnknownKeys();
    assertThatCode(reader::throwIfInvalid).doesNotThrowAnyException();
  }

  @Test
  void aValueOutsideItsRangeIsNamedWithTheRange() {
    SettingsReader reader = reader("count = 0, wait = 61s, size = 2MiB");

    assertThat(reader.number("count", 1, 9)).isEqualTo(1);
    reader.duration("wait", Duration.ofMillis(500), Duration.ofMinutes(1));
    reader.bytes("size", 1, 1024);

    assertThat(reader.problems())
        .containsExactly(
            "lifeline.part.count: 0 (expected: a whole number, 1..9)",
            "lifeline.part.wait: 61s (expected: a duration, 500ms..60s)",
            "lifeline.part.size: 2MiB (expected: a size, 1B..1024B)");
  }

  @Test
  void everyProblemIsGatheredAndThrownOnce() {
    SettingsReader reader = reader("count = many, at-limit = explode");
    reader.number("count", 1, 9);
    reader.choice("at-limit", AtLimit.class);
    reader.flag("absent");

    assertThatThrownBy(reader::throwIfInvalid)
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            invalid ->
                assertThat(invalid.problems())
                    .containsExactly(
                        "lifeline.part.count: many (expected: a whole number, 1..9)",
                        "lifeline.part.at-limit: explode (expected: disconnect or drop-oldest)",
                        "lifeline.part.absent: missing (expected: true or false)"));
  }

  @Test
  void whatAnOverrideDoesNotSayIsInherited() {
    SettingsReader reader =
        reader("size = 1KiB, deep { count = 1, on = true }, of { \"/a\" { deep.count = 2 } }");

    SettingsReader own = reader.overrides("of", "/a").orElseThrow();

    assertThat(own.bytes("size", 1, 1024)).isEqualTo(1024);
    assertThat(own.at("deep").number("count", 1, 9)).isEqualTo(2);
    assertThat(own.at("deep").flag("on")).isTrue();
    assertThat(reader.at("deep").number("count", 1, 9)).isEqualTo(1);
    assertThat(reader.overrides("of", "/b")).isEmpty();
  }

  @Test
  void anOverrideOfSomethingThatIsNotThereIsAnUnknownKey() {
    SettingsReader reader =
        reader("size = 1KiB, of { \"/a\" { size = 2B }, \"/b\" { size = 3B } }");
    reader.bytes("size", 1, 1024);
    reader.overrides("of", "/a").orElseThrow().bytes("size", 1, 1024);
    reader.rejectUnknownKeys();

    assertThat(reader.problems())
        .singleElement()
        .asString()
        .startsWith("lifeline.part.of.\"/b\".size: 3B (expected: no such key");
  }

  @Test
  void anUnknownKeyIsAnsweredWithTheNearestKnownOne() {
    SettingsReader reader = reader("heartbeat { intervall = 3s }, heartbeat { interval = 30s }");
    reader.at("heartbeat").duration("interval", Duration.ofSeconds(1), Duration.ofMinutes(1));
    reader.rejectUnknownKeys();

    assertThat(reader.problems())
        .containsExactly(
            "lifeline.part.heartbeat.intervall: 3s (expected: no such key;"
                + " did you mean lifeline.part.heartbeat.interval?)");
  }

  @Test
  void anUnknownKeyFarFromAllOthersHasNoSuggestion() {
    SettingsReader reader = reader("zebra = 1, count = 2");
    reader.number("count", 1, 9);
    reader.rejectUnknownKeys();

    assertThat(reader.problems()).containsExactly("lifeline.part.zebra: 1 (expected: no such key)");
  }

  @Test
  void keysBelowOneThatWasReadAreKnown() {
    SettingsReader reader = reader("count = 2");
    reader.number("count", 1, 9);
    reader.rejectUnknownKeys();

    assertThat(reader.problems()).isEmpty();
  }

  @Test
  void numberWithAPointIsNoWholeNumber() {
    SettingsReader reader = reader("count = 1.5, other = 2.0");
    reader.number("count", 1, 9);

    assertThat(reader.number("other", 1, 9)).isEqualTo(2);
    assertThat(reader.problems())
        .containsExactly("lifeline.part.count: 1.5 (expected: a whole number, 1..9)");
  }

  @Test
  void whatIsNoSectionIsOneProblemHoweverManyKeysItLacks() {
    SettingsReader reader = reader("heartbeat = [1]");
    reader.at("heartbeat").number("failures", 1, 9);
    reader.at("heartbeat").reject("failures", "something else");
    reader.at("heartbeat").at("deeper").flag("on");
    reader.rejectUnknownKeys();

    assertThat(reader.problems())
        .containsExactly("lifeline.part.heartbeat: [1] (expected: a section of keys)");
  }

  @Test
  void rootThatIsNoSectionIsOneProblem() {
    SettingsReader reader =
        SettingsReader.of(ConfigFactory.parseString("lifeline = 3"), "lifeline");
    reader.flag("on");
    reader.at("part").flag("on");
    reader.rejectUnknownKeys();

    assertThat(reader.problems()).containsExactly("lifeline: 3 (expected: a section of keys)");
  }

  @Test
  void firstProblemOfAKeyHidesWhatFollowsFromIt() {
    SettingsReader reader = reader("list = text");
    if (reader.texts("list").isEmpty()) {
      reader.reject("list", "at least one");
    }

    assertThat(reader.problems())
        .containsExactly("lifeline.part.list: text (expected: a list of texts)");
  }

  @Test
  void secretsAreNotShown() {
    SettingsReader reader = reader("api-key = hunter2, token-secret = hunter2, password = hunter2");
    reader.number("api-key", 1, 9);
    reader.number("token-secret", 1, 9);
    reader.rejectUnknownKeys();

    assertThat(reader.problems())
        .hasSize(3)
        .allSatisfy(problem -> assertThat(problem).contains("(hidden)").doesNotContain("hunter2"));
  }

  @Test
  void aProblemIsNamedOnceHoweverOftenItIsFound() {
    SettingsReader reader = reader("count = 0");
    reader.number("count", 1, 9);
    reader.number("count", 1, 9);

    assertThat(reader.problems()).hasSize(1);
  }

  private static SettingsReader reader(String body) {
    return SettingsReader.of(
        ConfigFactory.parseString("lifeline.part {\n" + body + "\n}").resolve(), "lifeline.part");
  }
}
