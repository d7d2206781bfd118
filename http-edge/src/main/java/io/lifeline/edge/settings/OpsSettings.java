package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.List;

/**
 * The listener for those who watch the node. It stays on the machine unless the configuration says
 * otherwise, and then it asks for a token.
 *
 * @param tokens secrets, any of which opens all but the health; none if everybody on the machine
 *     may look
 * @param maxConnections in one answer
 * @param inspectTimeout for the connections to say how they are; who has not is left out
 * @param nodeTimeout for each other node to answer a question to the cluster; who has not is named
 */
public record OpsSettings(
    String host,
    int port,
    List<String> tokens,
    int maxConnections,
    Duration inspectTimeout,
    Duration nodeTimeout) {
  private static final int LEAST_TOKEN_LENGTH = 16;

  /** The listener itself answers within 30 s. */
  private static final Duration LONGEST_NODE_TIMEOUT = Duration.ofSeconds(25);

  public OpsSettings {
    tokens = List.copyOf(tokens);
  }

  static OpsSettings from(SettingsReader reader) {
    String host = reader.text("host");
    boolean remote = reader.flag("allow-remote");
    List<String> tokens = reader.texts("tokens");
    if (!EdgeSettings.isLoopback(host)) {
      if (!remote) {
        reader.reject("host", "a loopback address unless lifeline.edge.ops.allow-remote = on");
      } else if (tokens.isEmpty()) {
        reader.reject(
            "tokens",
            "at least one, as the host is no loopback address; LIFELINE_OPS_TOKEN sets one");
      }
    }
    if (tokens.stream().anyMatch(token -> token.length() < LEAST_TOKEN_LENGTH)) {
      reader.reject("tokens", "each of " + LEAST_TOKEN_LENGTH + " characters or more");
    }
    return new OpsSettings(
        host,
        EdgeSettings.port(reader),
        tokens,
        reader.number("max-connections", 1, 100_000),
        reader.duration("inspect-timeout", Duration.ofMillis(50), Duration.ofMinutes(1)),
        reader.duration("node-timeout", Duration.ofMillis(50), LONGEST_NODE_TIMEOUT));
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return "OpsSettings[host=%s, port=%d, tokens=(%d hidden), maxConnections=%d, inspectTimeout=%s, nodeTimeout=%s]"
        .formatted(host, port, tokens.size(), maxConnections, inspectTimeout, nodeTimeout);
  }
}
