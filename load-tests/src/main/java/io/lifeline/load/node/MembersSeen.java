package io.lifeline.load.node;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The members that a node sees and can reach, from what it logs of each change. Written by one
 * thread, read by any.
 */
final class MembersSeen {
  private static final Pattern LINE =
      Pattern.compile(
          "member \\[(?:\\S*@)?([^\\]@]+)\\]"
              + " (is up|can be reached again|leaves|is taken out|cannot be reached)");

  private final Set<String> reachable = new TreeSet<>();

  /** Takes one line of the log. */
  synchronized void read(String line) {
    Matcher matcher = LINE.matcher(line);
    if (!matcher.find()) {
      return;
    }
    switch (matcher.group(2)) {
      case "is up", "can be reached again" -> reachable.add(matcher.group(1));
      default -> reachable.remove(matcher.group(1));
    }
  }

  /** As {@code host:port} of their cluster ports. */
  synchronized Set<String> reachable() {
    return Set.copyOf(reachable);
  }
}
