package io.lifeline.telemetry.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.LogSignatures;
import io.lifeline.telemetry.inspection.ProcessState;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.StartLog;
import io.lifeline.telemetry.inspection.Trends;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");
  private static final Clock CLOCK = Clock.fixed(NOON, ZoneOffset.UTC);

  @TempDir private Path directory = Path.of("");

  private final LogSignatures log = new LogSignatures();
  private final ResourceLedger ledger = new ResourceLedger();
  private final Trends trends = new Trends(new ProcessState(), ledger, log, CLOCK);

  @ParameterizedTest
  @CsvSource({
    "1000, 10000, OK",
    "999, 10000, WARNING",
    "199, 10000, CRITICAL",
    "0, 0, OK",
    "30000000000, 9000000000000, OK"
  })
  void aDiskIsAsFullAsItsFreeShareSays(long free, long size, Severity severity) {
    assertThat(DiskCheck.severity(free, size)).isEqualTo(severity);
  }

  @Test
  void theDiskOfADirectoryThatIsNotThereYetIsThatOfItsParent() throws IOException {
    List<Finding> findings = new DiskCheck(List.of(directory.resolve("not/yet"))).look();

    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).statement()).endsWith("on the disk of " + directory + ".");
  }

  @Test
  void processChecksReadThisProcess() {
    ledger.acquired(Resource.SOCKETS);
    trends.sample();
    ProcessChecks checks = new ProcessChecks(new ProcessState(), trends);

    assertThat(checks.descriptors().get(0).statement())
        .matches("[\\d,]+ of [\\d,]+ descriptors are open .*");
    Evidence.Plot sockets = (Evidence.Plot) checks.descriptors().get(0).evidence().get(1);
    assertThat(sockets.lines().get(0).values()).containsExactly(1.0);
    assertThat(checks.heap().get(0).statement()).matches("The heap holds \\d+ MiB .*");
    assertThat(checks.cpu().get(0).severity()).isEqualTo(Severity.OK);
    assertThat(checks.collections().get(0).severity()).isEqualTo(Severity.OK);
  }

  @Test
  void errorsOfLateAreAWarningWithTheirSignature() {
    log.add(NOON.minus(Duration.ofMinutes(11)), true, "old", "", "old");
    LogCheck check = new LogCheck(log, trends, CLOCK);
    assertThat(check.look().get(0).severity()).isEqualTo(Severity.OK);

    log.add(NOON.minusSeconds(5), false, "hub", "", "slow");
    assertThat(check.look().get(0).severity()).isEqualTo(Severity.NOTE);

    log.add(NOON.minusSeconds(5), true, "hub", "java.io.IOException", "failed for [{}]");
    Finding finding = check.look().get(0);
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.statement()).endsWith("java.io.IOException, failed for [{}]");
  }

  @Test
  void startsOfTheLastHourAreCounted() throws IOException {
    StartLog starts = new StartLog(directory);
    starts.add(new StartLog.Start(NOON.minus(Duration.ofHours(2)), "a", "1"));
    starts.add(new StartLog.Start(NOON.minus(Duration.ofMinutes(20)), "b", "1"));
    assertThat(restarts(Duration.ofMinutes(20)).severity()).isEqualTo(Severity.OK);

    starts.add(new StartLog.Start(NOON.minus(Duration.ofMinutes(10)), "c", "1"));
    starts.add(new StartLog.Start(NOON.minus(Duration.ofMinutes(1)), "d", "1"));
    Finding finding = restarts(Duration.ofMinutes(1));
    assertThat(finding.severity()).isEqualTo(Severity.WARNING);
    assertThat(finding.statement())
        .isEqualTo("The node has been up for 1 min 0 s; starts here in the last hour: 3.");
  }

  @Test
  void theLatestDeployIsNamed() throws IOException {
    StartLog starts = new StartLog(directory);
    starts.add(new StartLog.Start(NOON.minus(Duration.ofDays(2)), "a", "1.0"));
    starts.add(new StartLog.Start(NOON.minus(Duration.ofHours(30)), "a", "1.1"));
    starts.add(new StartLog.Start(NOON.minus(Duration.ofHours(25)), "a", "1.2"));
    starts.add(new StartLog.Start(NOON.minus(Duration.ofHours(2)), "a", "1.2"));

    assertThat(restarts(Duration.ofHours(2)).statement())
        .endsWith(" Version 1.2 came at " + NOON.minus(Duration.ofHours(25)) + ", after 1.1.");
  }

  private Finding restarts(Duration up) throws IOException {
    return new RestartsCheck(Optional.of(directory), NOON.minus(up), CLOCK).look().get(0);
  }
}
