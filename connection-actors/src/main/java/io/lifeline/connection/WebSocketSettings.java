package io.lifeline.connection;

import io.lifeline.connection.websocket.WebSocketLimits;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * What one endpoint's WebSockets may do.
 *
 * @param messageTimeout for a message that has begun to arrive to be complete
 */
public record WebSocketSettings(
    WebSocketLimits limits,
    Duration messageTimeout,
    InboundSettings inbound,
    OutboundSettings outbound) {
  private static final int MIB = 1 << 20;

  static WebSocketSettings from(SettingsReader reader) {
    WebSocketSettings settings =
        new WebSocketSettings(
            new WebSocketLimits(
                reader.bytes("max-frame", 125, 64 * MIB),
                reader.bytes("max-message", 125, 64 * MIB)),
            reader.duration("message-timeout", Duration.ofMillis(50), Duration.ofHours(1)),
            InboundSettings.from(reader.at("inbound")),
            OutboundSettings.from(reader.at("outbound")));
    if (settings.limits.maxMessageBytes() < settings.limits.maxFrameBytes()) {
      reader.reject("max-message", "at least max-frame");
    }
    return settings;
  }
}
