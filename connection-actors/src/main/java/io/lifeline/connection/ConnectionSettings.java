package io.lifeline.connection;

import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The times and limits of one connection, from {@code lifeline.connection}.
 *
 * @param handshakeTimeout from accept to a complete request head
 * @param maxHeadBytes of a request head
 * @param receiveTimeout the backstop: ends a connection from which nothing was received
 * @param closeTimeout for the peer to answer our close frame
 * @param maxChannels that one connection may be subscribed to
 * @param webSocket of every endpoint that has no settings of its own
 * @param endpoints the settings of those that have, by path
 */
public record ConnectionSettings(
    Duration handshakeTimeout,
    int maxHeadBytes,
    Duration receiveTimeout,
    Duration closeTimeout,
    int maxChannels,
    HeartbeatSettings heartbeat,
    CompressionSettings compression,
    WebSocketSettings webSocket,
    Map<String, WebSocketSettings> endpoints) {
  private static final int MIB = 1 << 20;

  public ConnectionSettings {
    endpoints = Map.copyOf(endpoints);
  }

  /** What holds for the WebSockets at a path. */
  public WebSocketSettings webSocketAt(String path) {
    return endpoints.getOrDefault(path, webSocket);
  }

  /**
   * Reads and checks {@code lifeline.connection}; problems go to the reader.
   *
   * @param paths at which there are endpoints; settings for any other are left to be rejected as
   *     unknown keys
   */
  public static ConnectionSettings from(SettingsReader reader, Set<String> paths) {
    ConnectionSettings settings =
        new ConnectionSettings(
            reader.duration("handshake-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            reader.bytes("max-head", 256, MIB),
            reader.duration("receive-timeout", Duration.ofMillis(100), Duration.ofHours(24)),
            reader.duration("close-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            reader.number("max-channels", 1, 100_000),
            HeartbeatSettings.from(reader.at("heartbeat")),
            CompressionSettings.from(reader.at("compression")),
            WebSocketSettings.from(reader),
            endpoints(reader, paths));
    if (settings.receiveTimeout.compareTo(settings.heartbeat.detection()) <= 0) {
      reader.reject(
          "receive-timeout",
          "longer than heartbeat.interval + heartbeat.failures x heartbeat.answer-within = "
              + settings.heartbeat.detection().toMillis()
              + "ms, or the heartbeat is never the one to notice");
    }
    return settings;
  }

  private static Map<String, WebSocketSettings> endpoints(
      SettingsReader reader, Set<String> paths) {
    Map<String, WebSocketSettings> endpoints = new HashMap<>();
    for (String path : paths) {
      reader
          .overrides("endpoints", path)
          .ifPresent(own -> endpoints.put(path, WebSocketSettings.from(own)));
    }
    return endpoints;
  }
}
