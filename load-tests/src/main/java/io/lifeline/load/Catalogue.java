package io.lifeline.load;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Scenarios by name. */
final class Catalogue {
  private final List<Scenario> scenarios;

  Catalogue(List<Scenario> scenarios) {
    this.scenarios = List.copyOf(scenarios);
  }

  List<Scenario> all() {
    return scenarios;
  }

  /**
   * Those that are asked for, in the order of the catalogue.
   *
   * @param only all of them if it is empty
   * @throws IllegalArgumentException naming those that do not exist
   */
  List<Scenario> choose(List<String> only, List<String> skip) {
    Set<String> unknown = new LinkedHashSet<>(only);
    unknown.addAll(skip);
    scenarios.forEach(scenario -> unknown.remove(scenario.name()));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such scenario: " + String.join(", ", unknown) + " (--list names them)");
    }
    List<Scenario> chosen = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      boolean wanted = only.isEmpty() || only.contains(scenario.name());
      if (wanted && !skip.contains(scenario.name())) {
        chosen.add(scenario);
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("nothing is left to play");
    }
    return chosen;
  }
}
