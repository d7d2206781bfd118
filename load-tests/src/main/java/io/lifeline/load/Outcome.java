package io.lifeline.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * How one play of one scenario went.
 *
 * @param skipped whether it could not be played here; the notes say why
 * @param problems empty if it passed
 * @param notes remarks that belong to the result
 * @param directory where the nodes' logs and configuration are
 */
public record Outcome(
    String scenario,
    Duration took,
    boolean skipped,
    List<String> problems,
    List<String> notes,
    Path directory) {
  public Outcome {
    notes = List.copyOf(notes);
    problems = List.copyOf(problems);
  }

  public boolean failed() {
    return !problems.isEmpty();
  }

  public boolean passed() {
    return problems.isEmpty() && !skipped;
  }
}
