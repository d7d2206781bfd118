package io.lifeline.telemetry.grafana;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** As much of Prometheus's query language as it takes to tell the names of metrics in it. */
final class PromQl {
  /** What stands between quotes, braces or brackets, and the labels that vectors are matched by. */
  private static final Pattern NO_NAMES =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]|\\b(?:by|without|on|ignoring|group_left|group_right) *\\([^)]*\\)");

  private static final Pattern NAME = Pattern.compile("\\b[a-zA-Z_:][\\w:]*(?! *\\(|[\\w:])");
  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  private PromQl() {}

  /** The metrics whose series a query reads. */
  static Set<String> metrics(String query) {
    Set<String> names = new TreeSet<>();
    NAME.matcher(NO_NAMES.matcher(query).replaceAll(" "))
        .results()
        .map(match -> match.group())
        .filter(name -> !OPERATORS.contains(name))
        .forEach(names::add);
    return names;
  }
}
