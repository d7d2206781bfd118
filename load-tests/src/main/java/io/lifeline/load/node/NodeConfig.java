package io.lifeline.load.node;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * The configuration file of a node, as keys and values. Immutable.
 *
 * @param values by path; a value is written as it is, so a text carries its own quotes if it needs
 *     them
 * @param development whether the node runs with {@code --dev}
 */
public record NodeConfig(Map<String, String> values, boolean development) {
  /** The key of the port for peers. */
  public static final String PORT = "lifeline.edge.port";

  /**
   * Within this a silent peer of a {@link #quick()} node must have been noticed: 1 s + 3 x 0.4 s,
   * and what a busy test machine adds.
   */
  public static final Duration QUICK_DETECTION = Duration.ofMillis(2200 + 1000);

  public NodeConfig {
    values = Map.copyOf(values);
  }

  /**
   * A development node with short times and with metrics of each second. Silence is noticed within
   * 1 s + 3 x 0.4 s, and a slow message before its sender's silence.
   */
  public static NodeConfig quick() {
    return new NodeConfig(Map.of(), true)
        .with("lifeline.connection.handshake-timeout", "1500ms")
        .with("lifeline.connection.message-timeout", "700ms")
        .with("lifeline.connection.close-timeout", "1s")
        .with("lifeline.connection.receive-timeout", "10s")
        .with("lifeline.connection.heartbeat.interval", "1s")
        .with("lifeline.connection.heartbeat.answer-within", "400ms")
        .with("lifeline.connection.heartbeat.failures", "3")
        .with("kamon.metric.tick-interval", "1s");
  }

  /** The same, but for the heartbeat, which never comes to be the one that ends a connection. */
  public static NodeConfig patient() {
    return quick()
        .with("lifeline.connection.heartbeat.interval", "30s")
        .with("lifeline.connection.heartbeat.answer-within", "10s")
        .with("lifeline.connection.receive-timeout", "90s");
  }

  public NodeConfig with(String path, String value) {
    Map<String, String> more = new TreeMap<>(values);
    more.put(path, value);
    return new NodeConfig(more, development);
  }

  /** For a node on another address than loopback, which cannot be in development mode. */
  public NodeConfig reachableAt(String host) {
    NodeConfig more =
        with("lifeline.edge.host", quoted(host))
            .with("lifeline.edge.api.keys", "[" + quoted(PublishApi.PRODUCTION_KEY) + "]")
            .withOpsToken()
            .with("lifeline.edge.token.hmac-secrets", "[" + quoted(TestToken.SECRET) + "]");
    return new NodeConfig(more.values(), false);
  }

  /** The ops listener asks for a token. */
  public NodeConfig withOpsToken() {
    return with("lifeline.edge.ops.tokens", "[" + quoted(OpsListener.TOKEN) + "]");
  }

  /** The query with which this user is let in. */
  public String credentials(String user) {
    return development ? "user=" + user : "token=" + TestToken.of(user);
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** As the text of a file. */
  public String text() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(values)
        .forEach((path, value) -> text.append(path).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
