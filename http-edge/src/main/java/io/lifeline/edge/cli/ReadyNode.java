package io.lifeline.edge.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a node listens, as the line says that it prints when it is ready.
 *
 * @param webSocket where clients connect
 * @param http the root of the same listener
 * @param ops the root of the operators' listener
 * @param cluster where other nodes reach it
 */
record ReadyNode(String webSocket, String http, String ops, String cluster) {
  private static final Pattern LINE =
      Pattern.compile("Lifeline is ready: (\\S+) {2}(\\S+) {2}ops (\\S+) {2}cluster (\\S+)");

  /** Empty if it is another line. */
  static Optional<ReadyNode> in(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.matches()
        ? Optional.of(
            new ReadyNode(matcher.group(1), matcher.group(2), matcher.group(3), matcher.group(4)))
        : Optional.empty();
  }
}
