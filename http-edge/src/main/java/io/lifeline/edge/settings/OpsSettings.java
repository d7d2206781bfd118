package io.lifeline.edge.settings;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * The listener for those who watch the node. It asks for no password, so it stays on the machine
 * unless the configuration says otherwise.
 *
 * @param maxConnections in one answer
 * @param inspectTimeout for the connections to say how they are; who has not is left out
 */
public record OpsSettings(String host, int port, int maxConnections, Duration inspectTimeout) {
  static OpsSettings from(SettingsReader reader) {
    String host = reader.text("host");
    if (!reader.flag("allow-remote") && !EdgeSettings.isLoopback(host)) {
      reader.reject("host", "a loopback address unless lifeline.edge.ops.allow-remote = on");
    }
    return new OpsSettings(
        host,
        EdgeSettings.port(reader),
        reader.number("max-connections", 1, 100_000),
        reader.duration("inspect-timeout", Duration.ofMillis(50), Duration.ofMinutes(1)));
  }
}
