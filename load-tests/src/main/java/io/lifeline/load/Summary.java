package io.lifeline.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is printed when all scenarios have been played: failures first, the counts last. */
final class Summary {
  private Summary() {}

  static List<String> lines(List<Outcome> outcomes, long seed) {
    List<String> lines = new ArrayList<>();
    List<Outcome> failed = outcomes.stream().filter(outcome -> !outcome.passed()).toList();
    for (Outcome outcome : failed) {
      lines.add("FAILED  " + title(outcome));
      outcome.problems().forEach(problem -> lines.add("        " + problem));
      lines.add("        logs: " + outcome.directory());
    }
    outcomes.stream()
        .filter(Outcome::passed)
        .forEach(outcome -> lines.add("passed  " + title(outcome)));
    if (!failed.isEmpty()) {
      lines.add("to play the same again: --seed " + seed + " --only " + names(failed));
    }
    lines.add((outcomes.size() - failed.size()) + " passed, " + failed.size() + " failed");
    return lines;
  }

  private static String title(Outcome outcome) {
    String notes = outcome.notes().isEmpty() ? "" : "  " + String.join("; ", outcome.notes());
    double seconds = outcome.took().toMillis() / 1000.0;
    return String.format(Locale.ROOT, "%-20s %6.1f s%s", outcome.scenario(), seconds, notes);
  }

  private static String names(List<Outcome> outcomes) {
    return String.join(",", outcomes.stream().map(Outcome::scenario).distinct().toList());
  }
}
