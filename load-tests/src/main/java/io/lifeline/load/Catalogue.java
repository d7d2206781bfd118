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
   * Those that are asked for, in the order of the catalogue. A name may end with {@code *}, which
   * stands for any rest.
   *
   * @param only if it is empty, all that are played by default
   * @throws IllegalArgumentException naming those that do not exist
   */
  List<Scenario> choose(List<String> only, List<String> skip) {
    Set<String> unknown = new LinkedHashSet<>(only);
    unknown.addAll(skip);
    scenarios.forEach(scenario -> unknown.removeIf(name -> matches(name, scenario)));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "no such scenario: " + String.join(", ", unknown) + " (--list names them)");
    }
    List<Scenario> chosen = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      boolean wanted = only.isEmpty() ? scenario.isPlayedByDefault() : matchesAny(only, scenario);
      if (wanted && !matchesAny(skip, scenario)) {
        chosen.add(scenario);
      }
    }
    if (chosen.isEmpty()) {
      throw new IllegalArgumentException("nothing is left to play");
    }
    return chosen;
  }

  private static boolean matchesAny(List<String> names, Scenario scenario) {
    return names.stream().anyMatch(name -> matches(name, scenario));
  }

  private static boolean matches(String name, Scenario scenario) {
    return name.endsWith("*")
        ? scenario.name().startsWith(name.substring(0, name.length() - 1))
        : scenario.name().equals(name);
  }
}
