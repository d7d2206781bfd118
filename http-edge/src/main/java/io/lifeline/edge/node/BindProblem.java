package io.lifeline.edge.node;

import io.lifeline.edge.settings.StartFailure;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says in one line which setting keeps a node from listening, what it is and what it should be. */
final class BindProblem {
  private BindProblem() {}

  /**
   * @param section of the configuration that has {@code host} and {@code port}
   */
  static StartFailure of(String section, String host, int port, @Nullable Throwable failure) {
    String reason = reason(failure);
    String said = reason.toLowerCase(Locale.ROOT);
    if (said.contains("assign") || said.contains("resolve")) {
      return problem(section + ".host: " + host, "an address of this machine", reason, failure);
    }
    String expected = said.contains("in use") ? "a port that is free" : "a port to listen to";
    return problem(section + ".port: " + port, expected, reason, failure);
  }

  private static StartFailure problem(
      String setting, String expected, String reason, @Nullable Throwable failure) {
    return new StartFailure("%s (expected: %s; %s)".formatted(setting, expected, reason), failure);
  }

  /** The innermost explanation, without the address and the class names around it. */
  private static String reason(@Nullable Throwable failure) {
    String reason = "unknown reason";
    for (Throwable at = failure; at != null; at = at.getCause()) {
      String message = at.getMessage();
      if (message != null && !message.isBlank()) {
        reason = message;
      }
    }
    int bracket = reason.lastIndexOf("] ");
    return (bracket < 0 ? reason : reason.substring(bracket + 2)).replaceAll("\\s+", " ");
  }
}
