package io.lifeline.edge.ops;

import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.leak.GrowthReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What an inspection says of what may grow with connections only: a warning for each that grows
 * without them, as the alert on it is one.
 */
final class GrowthFindings {
  private static final String COUNT_ACTORS =
      "Count the actors by group, and again in some minutes: lifeline actors --groups --keep now,"
          + " then lifeline diff.";
  private static final String START_AGAIN =
      "If it does not end by itself, drain the node (SIGTERM) and start it again before they run"
          + " out.";

  private GrowthFindings() {}

  /** None before the first sample, else at least one, the first with the figures of all. */
  static List<Finding> of(List<GrowthReport> growths) {
    if (growths.isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    growths.stream()
        .filter(growth -> growth.suspects() > 0)
        .forEach(growth -> findings.add(finding(growth)));
    if (findings.isEmpty()) {
      findings.add(
          Finding.of(Severity.OK, "Nothing was seen to grow that the connections do not explain."));
    }
    findings.set(0, findings.get(0).with(table(growths)));
    return findings;
  }

  private static Finding finding(GrowthReport growth) {
    String examples =
        growth.examples().isEmpty() ? "" : ", for example " + String.join(", ", growth.examples());
    return Finding.of(
            Severity.WARNING,
            "%s without connections: %s more within %s, %s now%s."
                .formatted(
                    grows(growth),
                    amount(growth, growth.suspects()),
                    shown(growth.within()),
                    amount(growth, growth.held()),
                    examples))
        .next(steps(growth))
        .see("LifelineGrowthWithoutConnections");
  }

  private static String grows(GrowthReport growth) {
    return switch (growth.what()) {
      case DESCRIPTORS -> "Descriptors grow";
      case ACTORS -> "Actors grow";
      case HEAP -> "The heap after collections grows";
    };
  }

  private static String[] steps(GrowthReport growth) {
    return switch (growth.what()) {
      case DESCRIPTORS ->
          new String[] {"See on the node what they are: ls -l /proc/PID/fd.", START_AGAIN};
      case ACTORS ->
          growth.examples().stream()
              .findFirst()
              .map(path -> "Look at one: lifeline actors '" + path + "'.") // a $ is the shell's
              .map(look -> new String[] {look, COUNT_ACTORS, START_AGAIN})
              .orElseGet(() -> new String[] {COUNT_ACTORS, START_AGAIN});
      case HEAP ->
          new String[] {
            "See whether lifeline_replica_memory or the channels' histories explain it: those grow"
                + " up to their limits.",
            "See what it is: jcmd PID GC.class_histogram on the node, twice, some minutes apart.",
            "If it does not end by itself, drain the node (SIGTERM) and start it again before the"
                + " heap is full."
          };
    };
  }

  private static Evidence table(List<GrowthReport> growths) {
    return new Evidence.Table(
        "What may grow with connections only",
        List.of(
            "what", "now", "for one connection more", "grown without them", "within", "example"),
        growths.stream().map(GrowthFindings::row).toList());
  }

  private static List<String> row(GrowthReport growth) {
    return List.of(
        growth.what().label(),
        amount(growth, growth.held()),
        String.format(Locale.ROOT, "%.3f", growth.perConnection()),
        amount(growth, growth.suspects()),
        growth.suspects() == 0 ? "" : shown(growth.within()),
        String.join(", ", growth.examples()));
  }

  private static String amount(GrowthReport growth, long amount) {
    String unit =
        switch (growth.what()) {
          case HEAP -> " MiB";
          case DESCRIPTORS, ACTORS -> "";
        };
    return String.format(Locale.ROOT, "%,d%s", amount, unit);
  }

  /** The shortest window has eleven half minutes. */
  private static String shown(Duration within) {
    return Math.round(within.toSeconds() / 60.0) + " minutes";
  }
}
