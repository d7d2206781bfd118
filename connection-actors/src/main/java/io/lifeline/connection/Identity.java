package io.lifeline.connection;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who a connection is and what it may do, as its {@link Authenticator} found.
 *
 * @param user the user's name, never empty
 * @param subscribes the channels that it may subscribe to; a trailing {@code *} matches any rest
 * @param publishes the channels that it may publish to, in the same form
 * @param expiresAt when the connection must end, or null if never
 */
public record Identity(
    String user, List<String> subscribes, List<String> publishes, @Nullable Instant expiresAt) {
  public Identity {
    if (user.isEmpty()) {
      throw new IllegalArgumentException("user: empty (expected: a name)");
    }
    subscribes = List.copyOf(subscribes);
    publishes = List.copyOf(publishes);
  }

  public boolean maySubscribe(String channel) {
    return matches(subscribes, channel);
  }

  public boolean mayPublish(String channel) {
    return matches(publishes, channel);
  }

  private static boolean matches(List<String> patterns, String channel) {
    for (String pattern : patterns) {
      boolean wildcard = pattern.endsWith("*");
      if (wildcard
          ? channel.startsWith(pattern.substring(0, pattern.length() - 1))
          : channel.equals(pattern)) {
        return true;
      }
    }
    return false;
  }
}
