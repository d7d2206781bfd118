package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * How one check ended. Immutable.
 *
 * @param findings at least one, the worst first
 */
public record CheckResult(String check, Outcome outcome, Duration took, List<Finding> findings) {
  /** How. */
  public enum Outcome {
    ENDED,
    TIMED_OUT,
    FAILED,
    /** Its run for an earlier inspection has not ended, so there was no other. */
    STILL_RUNNING
  }

  public CheckResult {
    findings =
        findings.stream().sorted(Comparator.comparing(Finding::severity).reversed()).toList();
    if (findings.isEmpty()) {
      throw new IllegalArgumentException("a check without a finding: " + check);
    }
  }

  /** Of its worst finding. */
  public Severity severity() {
    return findings.get(0).severity();
  }

  static CheckResult ended(Check check, Duration took, List<Finding> findings) {
    return findings.isEmpty()
        ? failed(check, took, new IllegalStateException("it found nothing at all"))
        : new CheckResult(check.name(), Outcome.ENDED, took, findings);
  }

  static CheckResult timedOut(Check check) {
    return problem(
        check,
        Outcome.TIMED_OUT,
        check.limit(),
        "did not end within " + check.limit().toMillis() + " ms");
  }

  static CheckResult failed(Check check, Duration took, Throwable failure) {
    String message = failure.getMessage();
    return problem(
        check,
        Outcome.FAILED,
        took,
        "failed with "
            + failure.getClass().getSimpleName()
            + (message == null ? "" : ": " + message));
  }

  static CheckResult stillRunning(Check check) {
    return problem(
        check,
        Outcome.STILL_RUNNING,
        Duration.ZERO,
        "still hangs from an earlier inspection and was not begun again");
  }

  private static CheckResult problem(
      Check check, Outcome outcome, Duration took, String statement) {
    Finding finding =
        Finding.of(Severity.WARNING, "The check “" + check.name() + "” " + statement + ".")
            .next(
                "Nothing is known of what it looks at: look yourself, and take the silence itself"
                    + " for a symptom.");
    return new CheckResult(check.name(), outcome, took, List.of(finding));
  }
}
