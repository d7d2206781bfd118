package io.lifeline.edge.ops;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The query of one request, read strictly: what is not known, doubled or out of range is wrong. */
final class OpsQuery {
  /** What was wrong and what would have been right; for the caller, in one line. */
  static final class Wrong extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String line;

    Wrong(String key, String value, String expected) {
      this("%s: %s (expected: %s)".formatted(key, value, expected));
    }

    private Wrong(String line) {
      super(line);
      this.line = line;
    }

    String line() {
      return line;
    }
  }

  private final Map<String, List<String>> values;

  /**
   * @param known all keys that the request may have
   */
  OpsQuery(Map<String, List<String>> values, Set<String> known) {
    this.values = values;
    values.forEach(
        (key, all) -> {
          if (!known.contains(key)) {
            throw new Wrong(key, all.get(0), "no such key, but " + new TreeSet<>(known));
          }
          if (all.size() > 1) {
            throw new Wrong(key, String.join(", ", all), "one value");
          }
        });
  }

  /**
   * The same question to one node.
   *
   * @param changed what it says instead
   */
  Map<String, String> onward(Map<String, String> changed) {
    Map<String, String> onward = new HashMap<>();
    values.forEach((key, all) -> onward.put(key, all.get(0)));
    onward.remove("scope");
    onward.putAll(changed);
    return onward;
  }

  @Nullable String text(String key) {
    List<String> all = values.get(key);
    return all == null ? null : all.get(0);
  }

  int number(String key, int least, int most, int usual) {
    String value = text(key);
    if (value == null) {
      return usual;
    }
    OptionalInt number = parsed(value);
    if (number.isEmpty() || number.getAsInt() < least || number.getAsInt() > most) {
      throw new Wrong(key, value, least + ".." + most);
    }
    return number.getAsInt();
  }

  private static OptionalInt parsed(String value) {
    try {
      return OptionalInt.of(Integer.parseInt(value));
    } catch (NumberFormatException e) {
      return OptionalInt.empty(); // what a caller sent is answered, not thrown
    }
  }

  /** The first of {@code choices} if the request names none. */
  String oneOf(String key, List<String> choices) {
    String value = text(key);
    if (value == null) {
      return choices.get(0);
    }
    if (!choices.contains(value)) {
      throw new Wrong(key, value, "one of " + String.join(", ", choices));
    }
    return value;
  }
}
