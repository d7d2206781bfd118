package io.lifeline.telemetry.inspection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class LogSignaturesTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  private final LogSignatures log = new LogSignatures();

  @Test
  void sameTemplateIsOneSignature() {
    log.add(NOON, true, "hub", "java.io.IOException", "failed for [{}]");
    log.add(NOON.plusSeconds(5), true, "hub", "java.io.IOException", "failed for [{}]");
    log.add(NOON, true, "hub", "", "failed for [{}]");

    LogSignatures.Seen top = log.since(NOON).get(0);
    assertThat(top.times()).isEqualTo(2);
    assertThat(top.first()).isEqualTo(NOON);
    assertThat(top.last()).isEqualTo(NOON.plusSeconds(5));
    assertThat(log.since(NOON)).hasSize(2);
    assertThat(log.errors()).isEqualTo(3);
  }

  @Test
  void numbersInAMessageThatWasPutTogetherDoNotMakeItAnother() {
    log.add(NOON, true, "library", "", "connection 17 to 10.0.0.1:8080 lost");
    log.add(NOON, true, "library", "", "connection 18 to 10.0.0.2:8080 lost");

    assertThat(log.since(NOON))
        .singleElement()
        .satisfies(
            seen ->
                assertThat(seen.signature().template())
                    .isEqualTo("connection # to #.#.#.#:# lost"));
  }

  @Test
  void errorsComeFirstThenWhatWasSeenMostOften() {
    for (int i = 0; i < 9; i++) {
      log.add(NOON, false, "a", "", "a warning");
    }
    log.add(NOON, true, "a", "", "once");
    log.add(NOON, true, "a", "", "twice");
    log.add(NOON, true, "a", "", "twice");

    assertThat(log.since(NOON))
        .extracting(seen -> seen.signature().template())
        .containsExactly("twice", "once", "a warning");
    assertThat(log.warnings()).isEqualTo(9);
  }

  @Test
  void whatIsOlderIsLeftOut() {
    log.add(NOON, true, "a", "", "old");
    log.add(NOON.plusSeconds(60), true, "a", "", "new");

    assertThat(log.since(NOON.plusSeconds(1)))
        .extracting(seen -> seen.signature().template())
        .containsExactly("new");
  }

  @Test
  void aFloodOfDifferentOnesKeepsTheLastAndIsCountedWhole() {
    for (int i = 0; i < LogSignatures.MAX * 3; i++) {
      log.add(NOON, true, "logger-" + i, "", "x".repeat(5_000));
    }

    assertThat(log.since(NOON))
        .hasSize(LogSignatures.MAX)
        .allSatisfy(seen -> assertThat(seen.signature().template()).hasSizeLessThanOrEqualTo(200))
        .extracting(seen -> seen.signature().logger())
        .contains("logger-" + (LogSignatures.MAX * 3 - 1));
    assertThat(log.errors()).isEqualTo(LogSignatures.MAX * 3);
  }
}
