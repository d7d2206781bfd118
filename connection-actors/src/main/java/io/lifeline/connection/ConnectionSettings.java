package io.lifeline.connection;

import io.lifeline.connection.websocket.WebSocketLimits;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * The times and limits of one connection, from {@code lifeline.connection}.
 *
 * @param handshakeTimeout from accept to a complete request head
 * @param maxHeadBytes of a request head
 * @param receiveTimeout the backstop: ends a connection from which nothing was received
 * @param messageTimeout for a message that has begun to arrive to be complete
 * @param closeTimeout for the peer to answer our close frame
 * @param maxChannels that one connection may be subscribed to
 */
public record ConnectionSettings(
    Duration handshakeTimeout,
    int maxHeadBytes,
    Duration receiveTimeout,
    Duration messageTimeout,
    Duration closeTimeout,
    int maxChannels,
    HeartbeatSettings heartbeat,
    WebSocketLimits limits,
    OutboundSettings outbound) {
  private static final int MIB = 1 << 20;

  /** Reads and checks {@code lifeline.connection}; problems go to the reader. */
  public static ConnectionSettings from(SettingsReader reader) {
    ConnectionSettings settings =
        new ConnectionSettings(
            reader.duration("handshake-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            reader.bytes("max-head", 256, MIB),
            reader.duration("receive-timeout", Duration.ofMillis(100), Duration.ofHours(24)),
            reader.duration("message-timeout", Duration.ofMillis(50), Duration.ofHours(1)),
            reader.duration("close-timeout", Duration.ofMillis(50), Duration.ofMinutes(5)),
            reader.number("max-channels", 1, 100_000),
            HeartbeatSettings.from(reader.at("heartbeat")),
            new WebSocketLimits(
                reader.bytes("max-frame", 125, 64 * MIB),
                reader.bytes("max-message", 125, 64 * MIB)),
            OutboundSettings.from(reader.at("outbound")));
    if (settings.receiveTimeout.compareTo(settings.heartbeat.detection()) <= 0) {
      reader.reject(
          "receive-timeout",
          "longer than heartbeat.interval + heartbeat.failures x heartbeat.answer-within = "
              + settings.heartbeat.detection().toMillis()
              + "ms, or the heartbeat is never the one to notice");
    }
    if (settings.limits.maxMessageBytes() < settings.limits.maxFrameBytes()) {
      reader.reject("max-message", "at least max-frame");
    }
    return settings;
  }
}
