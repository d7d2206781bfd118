package io.lifeline.telemetry.inspection;

import java.util.List;

/**
 * What one check says: a sentence, what it rests on, and what to do next. Immutable.
 *
 * @param statement one sentence for people, with the figure that matters
 * @param steps what to do next, in order; none where there is nothing to do
 * @param runbook the heading of a section of {@code RUNBOOK.md}; empty where none is about it
 */
public record Finding(
    Severity severity,
    String statement,
    List<String> steps,
    String runbook,
    List<Evidence> evidence) {
  public Finding {
    statement = Evidence.cut(statement);
    steps = List.copyOf(steps);
    evidence = List.copyOf(evidence);
  }

  public static Finding of(Severity severity, String statement) {
    return new Finding(severity, statement, List.of(), "", List.of());
  }

  /** The same with evidence in place of what it had. */
  public Finding with(Evidence... shown) {
    return new Finding(severity, statement, steps, runbook, List.of(shown));
  }

  /** The same with these next steps. */
  public Finding next(String... then) {
    return new Finding(severity, statement, List.of(then), runbook, evidence);
  }

  /** The same with a section of the runbook. */
  public Finding see(String section) {
    return new Finding(severity, statement, steps, section, evidence);
  }
}
