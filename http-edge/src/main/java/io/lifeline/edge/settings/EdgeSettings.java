package io.lifeline.edge.settings;

import io.lifeline.edge.transport.tls.TlsSettings;
import io.lifeline.telemetry.settings.SettingsReader;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Set;

/**
 * The settings of the edge, from {@code lifeline.edge}.
 *
 * @param development anyone is whoever they say; only on a loopback host
 * @param port of WebSockets and HTTP; 0 picks a free one
 * @param backlog connections that may wait to be accepted
 * @param allowedOrigins whose pages may connect, beside the node's own
 */
public record EdgeSettings(
    boolean development,
    String host,
    int port,
    int backlog,
    SocketSettings socket,
    TlsSettings tls,
    HttpSettings http,
    ApiSettings api,
    TokenSettings tokens,
    List<String> allowedOrigins,
    OpsSettings ops) {
  /** Where the plain dialect is spoken. */
  public static final String PLAIN_PATH = "/ws";

  /** Where every message comes back, in development only. */
  public static final String ECHO_PATH = "/echo";

  private static final int MAX_PORT = 65_535;

  public EdgeSettings {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /** Reads and checks {@code lifeline.edge}; problems go to the reader. */
  public static EdgeSettings from(SettingsReader reader) {
    boolean development = reader.flag("development");
    EdgeSettings settings =
        new EdgeSettings(
            development,
            reader.text("host"),
            port(reader),
            reader.number("backlog", 1, MAX_PORT),
            SocketSettings.from(reader.at("socket")),
            TlsSettings.from(reader.at("tls")),
            HttpSettings.from(reader.at("http")),
            ApiSettings.from(reader.at("api"), development),
            TokenSettings.from(reader.at("token"), development),
            origins(reader),
            OpsSettings.from(reader.at("ops")));
    if (development && !isLoopback(settings.host)) {
      reader.reject("host", "a loopback address in development, where anyone may be anyone");
    }
    return settings;
  }

  /** The paths at which WebSockets are served. */
  public Set<String> endpoints() {
    return development ? Set.of(PLAIN_PATH, ECHO_PATH) : Set.of(PLAIN_PATH);
  }

  /** Port numbers are read alike for both listeners. */
  static int port(SettingsReader reader) {
    return reader.number("port", 0, MAX_PORT);
  }

  /** Whether only this machine can reach {@code host}; a name that does not resolve is not. */
  static boolean isLoopback(String host) {
    try {
      return !host.isBlank() && InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  /** Whether others can reach the node, and what they send it can be read on the way. */
  public boolean isOpenToEavesdroppers() {
    return !tls.enabled() && !isLoopback(host);
  }

  private static List<String> origins(SettingsReader reader) {
    List<String> origins = reader.texts("allowed-origins");
    if (!origins.stream().allMatch(Origin::isPattern)) {
      reader.reject(
          "allowed-origins",
          "each scheme://host, scheme://host:port or scheme://*.domain, in lower case");
    }
    return origins;
  }
}
