package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ScenariosTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter err = new StringWriter();

  @Test
  void listNamesEachScenarioWithItsInvariantAndPlaysNone() {
    assertThat(run("--list")).isZero();

    assertThat(lines())
        .containsExactly(
            "one                one holds",
            "two                two holds",
            "three              three holds");
  }

  @Test
  void oneFailureIsExitCodeOneAndComesFirst() {
    assertThat(run("--seed", "5")).isEqualTo(1);

    List<String> lines = lines();
    assertThat(lines.get(0)).isEqualTo("seed 5");
    List<String> summary = lines.subList(lines.indexOf("") + 1, lines.size());
    assertThat(summary.get(0)).startsWith("FAILED  two");
    assertThat(summary.get(1)).contains("two is broken");
    assertThat(summary).last().isEqualTo("1 passed, 1 failed");
  }

  @Test
  void onlyTheChosenArePlayed() {
    assertThat(run("--only", "one")).isZero();

    assertThat(lines()).last().isEqualTo("1 passed, 0 failed");
  }

  @Test
  void aStarStandsForAnyRest() {
    assertThat(run("--only", "o*")).isZero();

    assertThat(lines()).last().isEqualTo("1 passed, 0 failed");
  }

  @Test
  void aScenarioThatCannotBePlayedHereIsNoFailure() {
    assertThat(run("--only", "three")).isZero();

    assertThat(lines()).last().isEqualTo("0 passed, 0 failed, 1 skipped");
  }

  @Test
  void whatIsNotPlayedByDefaultIsListedAndPlayedOnlyWhenAskedFor() {
    assertThat(run("--skip", "two")).isZero();

    assertThat(lines()).noneMatch(line -> line.contains("three"));
  }

  @Test
  void theSkippedAreNotPlayed() {
    assertThat(run("--skip", "two")).isZero();

    assertThat(lines()).last().isEqualTo("1 passed, 0 failed");
  }

  @Test
  void repeatPlaysAllAgain() {
    assertThat(run("--only", "one", "--repeat", "3")).isZero();

    assertThat(lines()).last().isEqualTo("3 passed, 0 failed");
  }

  @Test
  void aSeedIsChosenAndPrintedIfNoneIsGiven() {
    assertThat(run("--only", "one")).isZero();

    assertThat(lines().get(0)).matches("seed \\d+");
  }

  @Test
  void anUnknownScenarioIsWrongUsage() {
    assertThat(run("--only", "one,four")).isEqualTo(2);

    assertThat(err.toString()).contains("no such scenario: four").doesNotContain("\tat ");
  }

  @Test
  void wrongNumbersAreWrongUsage() {
    assertThat(run("--repeat", "0")).isEqualTo(2);
    assertThat(run("--scale", "0")).isEqualTo(2);
    assertThat(run("--skip", "one,two")).isEqualTo(2);
    assertThat(run("--node-main", "Leaky")).isEqualTo(2);

    assertThat(err.toString()).contains("--repeat: 0", "--scale: 0", "nothing is left to play");
  }

  private int run(String... arguments) {
    Catalogue catalogue =
        new Catalogue(
            List.of(
                FakeScenario.passing("one"),
                FakeScenario.failing("two"),
                FakeScenario.skipping("three")));
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    List<String> all = new ArrayList<>(List.of("--directory", directory.toString()));
    all.addAll(List.of("--jar", "unused.jar"));
    all.addAll(List.of(arguments));
    CommandLine commandLine = Scenarios.commandLine(new Scenarios(catalogue, stream, false));
    return commandLine.setErr(new PrintWriter(err, true)).execute(all.toArray(String[]::new));
  }

  private List<String> lines() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
