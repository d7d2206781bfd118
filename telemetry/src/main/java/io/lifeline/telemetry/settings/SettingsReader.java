package io.lifeline.telemetry.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads typed values below one path and gathers every problem instead of failing at the first.
 *
 * <p>A value that cannot be read is answered with the smallest permitted one, so that reading can
 * go on; the caller must not use what was read unless {@link #throwIfInvalid()} returns. Readers
 * made by {@link #at} share one list of problems. Not thread-safe.
 */
public final class SettingsReader {
  private final Config config;
  private final String path;
  private final List<String> problems;
  private final Set<String> readKeys;

  private SettingsReader(Config config, String path, List<String> problems, Set<String> readKeys) {
    this.config = config;
    this.path = path;
    this.problems = problems;
    this.readKeys = readKeys;
  }

  /** A reader of everything below {@code path}, for example {@code lifeline}. */
  public static SettingsReader of(Config config, String path) {
    return new SettingsReader(config, path, new ArrayList<>(), new TreeSet<>());
  }

  /** A reader of a sub-section, which reports into the same list of problems. */
  public SettingsReader at(String section) {
    return new SettingsReader(config, path + "." + section, problems, readKeys);
  }

  /**
   * A reader of what {@code section} says of one of several things, such as an endpoint; whatever
   * it does not say is as it stands here.
   *
   * @param name any text, for example a path
   * @return empty if it says nothing
   */
  public Optional<SettingsReader> overrides(String section, String name) {
    String own = path + "." + ConfigUtil.joinPath(section, name);
    if (!config.hasPath(own)) {
      return Optional.empty();
    }
    Config withInherited = config.withFallback(config.getConfig(path).atPath(own));
    return Optional.of(new SettingsReader(withInherited, own, problems, readKeys));
  }

  /**
   * A reader for each of the things that {@code section} names; what it does not say of a thing is
   * as {@code inherited}, another section here, says.
   */
  public Map<String, SettingsReader> each(String section, String inherited) {
    Map<String, SettingsReader> readers = new TreeMap<>();
    String all = path + "." + section;
    if (config.hasPath(all) && !(config.getValue(all) instanceof ConfigObject)) {
      readKeys.add(all);
      reject(section, "a section of keys");
    } else if (config.hasPath(all)) {
      for (String name : config.getObject(all).keySet()) {
        String own = all + "." + ConfigUtil.joinPath(name);
        Config whole = config.withFallback(config.getConfig(path + "." + inherited).atPath(own));
        readers.put(name, new SettingsReader(whole, own, problems, readKeys));
      }
    }
    return readers;
  }

  public boolean flag(String key) {
    return read(key, "true or false", false, Config::getBoolean);
  }

  /** A text that may be empty. */
  public String text(String key) {
    return read(key, "a text", "", Config::getString);
  }

  public List<String> texts(String key) {
    return read(key, "a list of texts", List.<String>of(), Config::getStringList);
  }

  /** A whole number within {@code [least, most]}. */
  public int number(String key, int least, int most) {
    String expected = "a whole number, " + least + ".." + most;
    int value = read(key, expected, least, SettingsReader::wholeNumber);
    return inRange(key, value, least, most, expected) ? value : least;
  }

  /** A part of a whole within {@code [0, 1]}. */
  public double share(String key) {
    String expected = "a number, 0..1";
    double value = read(key, expected, 0.0, Config::getDouble);
    return inRange(key, value, 0.0, 1.0, expected) ? value : 0;
  }

  /** A duration such as {@code 30s} within {@code [least, most]}. */
  public Duration duration(String key, Duration least, Duration most) {
    String expected = "a duration, " + text(least) + ".." + text(most);
    Duration value = read(key, expected, least, Config::getDuration);
    return inRange(key, value, least, most, expected) ? value : least;
  }

  /** A size such as {@code 64KiB}, in bytes, within {@code [least, most]}. */
  public int bytes(String key, int least, int most) {
    String expected = "a size, " + least + "B.." + most + "B";
    long value = read(key, expected, (long) least, Config::getBytes);
    return inRange(key, value, (long) least, (long) most, expected) ? (int) value : least;
  }

  /** One of an enum's constants, written in kebab-case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    String expected =
        Stream.of(constants).map(SettingsReader::kebab).collect(Collectors.joining(" or "));
    String value = read(key, expected, kebab(constants[0]), Config::getString);
    for (E constant : constants) {
      if (kebab(constant).equals(value)) {
        return constant;
      }
    }
    reject(key, expected);
    return constants[0];
  }

  /** Reports the present value of {@code key} as wrong. */
  public void reject(String key, String expected) {
    ConfigValue value =
        config.hasPathOrNull(path + "." + key) && !config.getIsNull(path + "." + key)
            ? config.getValue(path + "." + key)
            : null;
    problem(key, value == null ? "missing" : shown(key, value), expected);
  }

  /**
   * Reports a value as wrong and shows it as it is, although its key looks like a secret's: the
   * path of a private key's file, for example.
   */
  public void rejectShown(String key, String shown, String expected) {
    problem(key, shown, expected);
  }

  /** Reports every key of the configuration below this path that no one has read. */
  public void rejectUnknownKeys() {
    if (!config.hasPath(path) || !brokenSection().isEmpty()) {
      return;
    }
    for (var entry : config.getConfig(path).entrySet()) {
      String key = path + "." + entry.getKey();
      if (!isKnown(key)) {
        problems.add(
            key
                + ": "
                + shown(key, entry.getValue())
                + " (expected: no such key"
                + nearest(key)
                + ")");
      }
    }
  }

  /** What was found wrong so far. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /**
   * @throws InvalidSettings naming every problem, if there is one
   */
  public void throwIfInvalid() {
    if (!problems.isEmpty()) {
      throw new InvalidSettings(problems);
    }
  }

  /** Whether it was read, is below what was read, or is above it and reported as no section. */
  private boolean isKnown(String key) {
    return readKeys.stream()
        .anyMatch(
            read -> read.equals(key) || key.startsWith(read + ".") || read.startsWith(key + "."));
  }

  private <T> T read(
      String key, String expected, T fallback, BiFunction<Config, String, T> getter) {
    readKeys.add(path + "." + key);
    try {
      return getter.apply(config, path + "." + key);
    } catch (ConfigException e) {
      reject(key, expected);
      return fallback;
    }
  }

  private <C extends Comparable<C>> boolean inRange(
      String key, C value, C least, C most, String expected) {
    if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
      return true;
    }
    reject(key, expected);
    return false;
  }

  /** Adds a problem, the first of a key only: what else is wrong with it follows from that. */
  private void problem(String key, String value, String expected) {
    String broken = brokenSection();
    String start = (broken.isEmpty() ? path + "." + key : broken) + ": ";
    if (problems.stream().noneMatch(problem -> problem.startsWith(start))) {
      problems.add(
          broken.isEmpty()
              ? start + value + " (expected: " + expected + ")"
              : start + shown(broken, config.getValue(broken)) + " (expected: a section of keys)");
    }
  }

  /** What stands in the place of this section or of one above it and is no section, else empty. */
  private String brokenSection() {
    ConfigValue value = config.root();
    String at = "";
    for (String name : ConfigUtil.splitPath(path)) {
      value = value instanceof ConfigObject section ? section.get(name) : null;
      if (value == null) {
        return "";
      }
      at = at.isEmpty() ? name : at + "." + name;
      if (!(value instanceof ConfigObject)) {
        return at;
      }
    }
    return "";
  }

  /** Where the library would cut off what is behind the point. */
  private static int wholeNumber(Config config, String key) {
    double value = config.getDouble(key);
    if (value != Math.rint(value)) {
      throw new ConfigException.BadValue(key, "not a whole number");
    }
    return config.getInt(key);
  }

  /** The nearest known key, if one is near enough to be what was meant. */
  private String nearest(String key) {
    String best = "";
    int bestDistance = 4;
    for (String known : readKeys) {
      int distance = editDistance(key, known);
      if (distance < bestDistance) {
        best = known;
        bestDistance = distance;
      }
    }
    return best.isEmpty() ? "" : "; did you mean " + best + "?";
  }

  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }

  private static String shown(String key, ConfigValue value) {
    boolean secret =
        key.contains("key")
            || key.contains("secret")
            || key.contains("password")
            || key.substring(key.lastIndexOf('.') + 1).contains("token");
    String text = value.unwrapped().toString();
    boolean empty = text.isEmpty() || text.equals("[]");
    return empty ? "empty" : secret ? "(hidden)" : text;
  }

  private static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }
}
