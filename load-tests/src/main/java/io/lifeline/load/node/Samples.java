package io.lifeline.load.node;

import static java.util.regex.Matcher.quoteReplacement;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One scrape in Prometheus' text format: values by metric and labels. Knows as much of the format
 * as a node uses: names, quoted label values with escapes, values, optional timestamps.
 */
public final class Samples {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})?[ \\t]+(\\S+)(?:[ \\t]+-?\\d+)?[ \\t]*");
  private static final Pattern LABEL =
      Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"(?:,|$)");

  private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");

  private final Map<String, Map<Map<String, String>, Double>> byName;

  private Samples(Map<String, Map<Map<String, String>, Double>> byName) {
    this.byName = byName;
  }

  /**
   * @throws IllegalArgumentException naming the line that is not in the format
   */
  public static Samples parse(String text) {
    Map<String, Map<Map<String, String>, Double>> byName = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      String trimmed = line.strip();
      if (trimmed.isEmpty() || trimmed.startsWith("#")) {
        continue;
      }
      Matcher matcher = SAMPLE.matcher(trimmed);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a sample: " + trimmed);
      }
      byName
          .computeIfAbsent(matcher.group(1), name -> new LinkedHashMap<>())
          .put(labels(matcher.group(2), trimmed), number(matcher.group(3), trimmed));
    }
    return new Samples(byName);
  }

  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /** The sum over all labels; 0 for a metric that is not there. */
  public long total(String name) {
    return Math.round(
        byName.getOrDefault(name, Map.of()).values().stream()
            .mapToDouble(Double::doubleValue)
            .sum());
  }

  /** The values of a metric by one of its labels; samples without the label are left out. */
  public Map<String, Long> by(String name, String label) {
    Map<String, Long> values = new TreeMap<>();
    byName
        .getOrDefault(name, Map.of())
        .forEach(
            (labels, value) -> {
              String key = labels.get(label);
              if (key != null) {
                values.merge(key, Math.round(value), Long::sum);
              }
            });
    return values;
  }

  private static Map<String, String> labels(@Nullable String text, String line) {
    Map<String, String> labels = new TreeMap<>();
    if (text == null || text.isEmpty()) {
      return labels;
    }
    Matcher matcher = LABEL.matcher(text);
    int end = 0;
    while (matcher.find()) {
      labels.put(matcher.group(1), unescaped(matcher.group(2)));
      end = matcher.end();
    }
    if (end != text.length()) {
      throw new IllegalArgumentException("not a sample: " + line);
    }
    return labels;
  }

  private static String unescaped(String value) {
    return ESCAPE
        .matcher(value)
        .replaceAll(match -> match.group(1).equals("n") ? "\n" : quoteReplacement(match.group(1)));
  }

  private static double number(String text, String line) {
    try {
      return switch (text) {
        case "+Inf" -> Double.POSITIVE_INFINITY;
        case "-Inf" -> Double.NEGATIVE_INFINITY;
        default -> Double.parseDouble(text);
      };
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("not a sample: " + line, e);
    }
  }
}
