package io.lifeline.telemetry.inspection.report;

import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.util.Locale;

/** A diagnosis for a terminal: the verdict, and a line for each finding, the worst first. */
public final class ReportText {
  private ReportText() {}

  public static String of(Diagnosis diagnosis) {
    StringBuilder text = new StringBuilder();
    text.append(label(diagnosis.severity()))
        .append(": ")
        .append(diagnosis.verdict())
        .append("\n\nnode ")
        .append(diagnosis.node())
        .append(", inspection ")
        .append(diagnosis.id())
        .append(", ")
        .append(diagnosis.results().size())
        .append(" checks in ")
        .append(diagnosis.took().toMillis())
        .append(" ms\n\n");
    for (CheckResult result : diagnosis.results()) {
      result.findings().forEach(finding -> append(text, result.check(), finding));
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String check, Finding finding) {
    text.append(String.format(Locale.ROOT, "%-8s  ", label(finding.severity())))
        .append(check)
        .append(": ")
        .append(finding.statement())
        .append('\n');
    finding.steps().forEach(step -> text.append("          -> ").append(step).append('\n'));
    if (!finding.runbook().isEmpty() && finding.severity().compareTo(Severity.WARNING) >= 0) {
      text.append("          -> ").append(Runbook.address(finding.runbook())).append('\n');
    }
  }

  private static String label(Severity severity) {
    return severity.name();
  }
}
