package io.lifeline.telemetry.inspection.checks;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.LogSignatures;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.inspection.Trends;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What the log has complained about in the last ten minutes. Thread-safe. */
public final class LogCheck {
  private static final Duration LATELY = Duration.ofMinutes(10);
  private static final int TOP = 10;

  /** Errors a minute of this one signature that are more than single accidents. */
  private static final double MANY_A_MINUTE = 60;

  private final LogSignatures log;
  private final Trends trends;
  private final Clock clock;

  public LogCheck(LogSignatures log, Trends trends, Clock clock) {
    this.log = log;
    this.trends = trends;
    this.clock = clock;
  }

  public List<Finding> look() {
    Instant since = clock.instant().minus(LATELY);
    List<LogSignatures.Seen> seen = log.since(since);
    boolean errors = seen.stream().anyMatch(one -> one.signature().error());
    double aMinute = trends.latestRate(LATELY, Trends.Sample::errors) * 60;
    if (seen.isEmpty()) {
      return List.of(
          Finding.of(Severity.OK, "The log had no warning and no error in the last 10 minutes."));
    }
    Severity severity =
        errors ? aMinute >= MANY_A_MINUTE ? Severity.CRITICAL : Severity.WARNING : Severity.NOTE;
    Finding finding =
        Finding.of(severity, statement(seen.get(0), errors))
            .with(
                new Evidence.Table(
                    "Logged in the last 10 minutes, errors first",
                    List.of(
                        "level", "times since the start", "last", "logger", "exception", "message"),
                    seen.stream().limit(TOP).map(LogCheck::row).toList()),
                trends.rate("Errors logged", "each second", Trends.Sample::errors))
            .see(errors ? "LifelineInternalErrors" : "");
    return List.of(
        errors
            ? finding.next("Find the first of them in the log, with its stack trace and its cause.")
            : finding);
  }

  private static String statement(LogSignatures.Seen top, boolean errors) {
    LogSignatures.Signature signature = top.signature();
    return "The log has %s in the last 10 minutes, most often (%,d times since the start): %s%s"
        .formatted(
            errors ? "errors" : "warnings, no errors,",
            top.times(),
            signature.exception().isEmpty() ? "" : signature.exception() + ", ",
            signature.template());
  }

  private static List<String> row(LogSignatures.Seen seen) {
    LogSignatures.Signature signature = seen.signature();
    return List.of(
        signature.error() ? "error" : "warning",
        String.valueOf(seen.times()),
        Shown.time(seen.last()),
        signature.logger(),
        signature.exception(),
        signature.template());
  }
}
