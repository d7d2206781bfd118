package io.lifeline.telemetry;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * How a node is observed, from {@code lifeline.telemetry}.
 *
 * @param agent whether Kamon's instrumentation agent is loaded
 */
public record TelemetrySettings(boolean agent) {
  /** Reads {@code lifeline.telemetry}; problems go to the reader. */
  public static TelemetrySettings from(SettingsReader reader) {
    return new TelemetrySettings(reader.flag("agent"));
  }
}
