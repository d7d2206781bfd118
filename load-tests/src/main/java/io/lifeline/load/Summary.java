package io.lifeline.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed when all scenarios have been played: failures first, the counts last. */
final class Summary {
  private Summary() {}

  static List<String> lines(List<Outcome> outcomes, long seed) {
    List<String> lines = new ArrayList<>();
    List<Outcome> failed = outcomes.stream().filter(Outcome::failed).toList();
    for (Outcome outcome : failed) {
      lines.add("FAILED  " + title(outcome));
      outcome.problems().forEach(problem -> lines.add("        " + problem));
      lines.add("        logs: " + outcome.directory());
    }
    outcomes.stream()
        .filter(Outcome::passed)
        .forEach(outcome -> lines.add("passed  " + title(outcome)));
    List<Outcome> skipped =
        outcomes.stream().filter(outcome -> outcome.skipped() && !outcome.failed()).toList();
    skipped.forEach(outcome -> lines.add("skipped " + title(outcome)));
    if (!failed.isEmpty()) {
      lines.add("to play the same again: --seed " + seed + " --only " + names(failed));
    }
    long passed = outcomes.stream().filter(Outcome::passed).count();
    lines.add(
        passed
            + " passed, "
            + failed.size()
            + " failed"
            + (skipped.isEmpty() ? "" : ", " + skipped.size() + " skipped"));
    return lines;
  }

  /** One remark stands beside the name, more stand below it. */
  private static String title(Outcome outcome) {
    List<String> notes = outcome.notes();
    String remarks =
        notes.size() > 1
            ? "\n        " + String.join("\n        ", notes)
            : notes.stream().map(note -> "  " + note).findFirst().orElse("");
    double seconds = outcome.took().toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%-20s %6.1f s%s", outcome.scenario(), seconds, remarks);
  }

  private static String names(List<Outcome> outcomes) {
    return String.join(",", outcomes.stream().map(Outcome::scenario).distinct().toList());
  }
}
