package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * The limits of HTTP on the main listener.
 *
 * @param idleTimeout without a new request or response before the connection is cut
 * @param bodyTimeout for a request body to arrive
 * @param maxBodyBytes of a request body
 * @param answerTimeout for the node's own parts to answer a request
 */
public record HttpSettings(
    Duration idleTimeout, Duration bodyTimeout, int maxBodyBytes, Duration answerTimeout) {
  static HttpSettings from(SettingsReader reader) {
    return new HttpSettings(
        reader.duration("idle-timeout", Duration.ofMillis(100), Duration.ofHours(1)),
        reader.duration("body-timeout", Duration.ofMillis(100), Duration.ofMinutes(5)),
        reader.bytes("max-body", 1024, 64 << 20),
        reader.duration("answer-timeout", Duration.ofMillis(100), Duration.ofMinutes(1)));
  }
}
