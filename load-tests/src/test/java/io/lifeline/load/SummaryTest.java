package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SummaryTest {
  private static final Outcome PASSED =
      new Outcome(
          "quiet", Duration.ofMillis(1500), false, List.of(), List.of(), Path.of("logs/quiet-0"));
  private static final Outcome FAILED =
      new Outcome(
          "loud",
          Duration.ofSeconds(3),
          false,
          List.of("writers: 1 (baseline: 0)"),
          List.of("softly"),
          Path.of("logs/loud"));

  @Test
  void failuresComeFirstAndCountsLast() {
    List<String> lines = Summary.lines(List.of(PASSED, FAILED), 7);

    assertThat(lines.get(0)).startsWith("FAILED  loud").endsWith("softly");
    assertThat(lines.get(1)).contains("writers: 1 (baseline: 0)");
    assertThat(lines.get(2)).endsWith("logs/loud");
    assertThat(lines.get(3)).startsWith("passed  quiet").endsWith("1.5 s");
    assertThat(lines).last().isEqualTo("1 passed, 1 failed");
  }

  @Test
  void failuresCanBePlayedAgain() {
    assertThat(Summary.lines(List.of(FAILED, FAILED), 7))
        .contains("to play the same again: --seed 7 --only loud");
  }

  @Test
  void withoutFailuresThereIsNothingToPlayAgain() {
    assertThat(Summary.lines(List.of(PASSED), 7))
        .noneMatch(line -> line.contains("--seed"))
        .last()
        .isEqualTo("1 passed, 0 failed");
  }

  @Test
  void aSkippedScenarioIsNoPassAndSaysWhy() {
    Outcome skipped =
        new Outcome(
            "far", Duration.ZERO, true, List.of(), List.of("skipped: no way"), Path.of("far"));

    List<String> lines = Summary.lines(List.of(PASSED, skipped), 7);

    assertThat(lines).anyMatch(line -> line.matches("skipped far .* skipped: no way"));
    assertThat(lines).last().isEqualTo("1 passed, 0 failed, 1 skipped");
  }

  @Test
  void manyRemarksStandBelowTheName() {
    Outcome talkative =
        new Outcome(
            "talk", Duration.ZERO, false, List.of(), List.of("one", "two"), Path.of("talk"));

    assertThat(Summary.lines(List.of(talkative), 7).get(0).lines())
        .hasSize(3)
        .endsWith("        one", "        two");
  }
}
