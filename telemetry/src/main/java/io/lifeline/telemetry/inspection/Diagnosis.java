package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What an inspection found. Immutable.
 *
 * @param id unique; letters, digits and hyphens, in the order of time for one node
 * @param node the inspected node's name
 * @param at when it began
 * @param took until the last check had ended or was given up
 * @param results of all checks, the worst first
 */
public record Diagnosis(
    String id, String node, Trigger trigger, Instant at, Duration took, List<CheckResult> results) {
  public Diagnosis {
    results =
        results.stream().sorted(Comparator.comparing(CheckResult::severity).reversed()).toList();
    if (results.isEmpty()) {
      throw new IllegalArgumentException("an inspection without a check");
    }
  }

  /** Of the worst finding. */
  public Severity severity() {
    return results.get(0).severity();
  }

  /** Whether no check found anything wrong. */
  public boolean isHealthy() {
    return severity().compareTo(Severity.WARNING) < 0;
  }

  /** One sentence: the worst finding, and how many others there are. */
  public String verdict() {
    if (severity() == Severity.OK) {
      return "All " + results.size() + " checks are well.";
    }
    String worst = results.get(0).findings().get(0).statement();
    if (severity() == Severity.NOTE) {
      return "Nothing is wrong. Worth knowing: " + worst;
    }
    long others = findings().stream().filter(f -> f.severity() == severity()).count() - 1;
    return switch ((int) Math.min(others, 2)) {
      case 0 -> worst;
      case 1 -> worst + " And one finding as bad.";
      default -> worst + " And " + others + " findings as bad.";
    };
  }

  /** Of all checks, the worst first. */
  public List<Finding> findings() {
    return results.stream()
        .flatMap(result -> result.findings().stream())
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .toList();
  }
}
