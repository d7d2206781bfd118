package io.lifeline.telemetry.actortree;

/**
 * What the names of actors of one kind have in common: {@code c-x1f-7} is {@code *}, {@code
 * StreamSupervisor-3} is {@code StreamSupervisor-*}, {@code heartbeat} is itself.
 *
 * <p>Parts between hyphens that have a digit stand for any. If the first part is such a one, or a
 * single letter, so does the whole, and so does what begins with {@code $}, as Pekko's own names
 * do.
 */
final class NamePattern {
  static final String ANY = "*";

  private NamePattern() {}

  static String of(String name) {
    int hyphen = name.indexOf('-');
    int firstEnd = hyphen < 0 ? name.length() : hyphen;
    if (name.startsWith("$") || hyphen == 1 || hasDigit(name, 0, firstEnd)) {
      return ANY;
    }
    return hasDigit(name, firstEnd, name.length()) ? rest(name, firstEnd) : name;
  }

  private static String rest(String name, int firstEnd) {
    StringBuilder pattern = new StringBuilder(name.length()).append(name, 0, firstEnd);
    int begin = firstEnd;
    while (begin < name.length()) {
      int next = name.indexOf('-', begin + 1);
      int end = next < 0 ? name.length() : next;
      if (hasDigit(name, begin, end)) {
        pattern.append("-*");
      } else {
        pattern.append(name, begin, end);
      }
      begin = end;
    }
    return pattern.toString();
  }

  private static boolean hasDigit(String name, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = name.charAt(i);
      if (c >= '0' && c <= '9') {
        return true;
      }
    }
    return false;
  }
}
