package io.lifeline.telemetry;

import io.lifeline.telemetry.inspection.InspectionSettings;
import io.lifeline.telemetry.settings.SettingsReader;

/**
 * How a node is observed, from {@code lifeline.telemetry}.
 *
 * @param agent whether Kamon's instrumentation agent is loaded
 * @param inspection how the node is inspected
 */
public record TelemetrySettings(boolean agent, InspectionSettings inspection) {
  /** Reads {@code lifeline.telemetry}; problems go to the reader. */
  public static TelemetrySettings from(SettingsReader reader) {
    return new TelemetrySettings(
        reader.flag("agent"), InspectionSettings.from(reader.at("inspection")));
  }
}
