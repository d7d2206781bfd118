package io.lifeline.telemetry;

import io.lifeline.telemetry.inspection.InspectionSettings;
import io.lifeline.telemetry.inspection.announce.AnnouncementSettings;
import io.lifeline.telemetry.settings.SettingsReader;
import io.lifeline.telemetry.stuck.StuckSettings;
import io.lifeline.telemetry.timeline.StoriesSettings;
import io.lifeline.telemetry.tracing.TracingSettings;

/**
 * How a node is observed, from {@code lifeline.telemetry}.
 *
 * @param agent whether Kamon's instrumentation agent is loaded
 * @param inspection how the node is inspected
 * @param announcement whom finished reports are announced to
 * @param stuck when an actor counts as stuck
 * @param stories of connections that ended
 * @param tracing of publications
 */
public record TelemetrySettings(
    boolean agent,
    InspectionSettings inspection,
    AnnouncementSettings announcement,
    StuckSettings stuck,
    StoriesSettings stories,
    TracingSettings tracing) {
  /** Reads {@code lifeline.telemetry}; problems go to the reader. */
  public static TelemetrySettings from(SettingsReader reader) {
    return new TelemetrySettings(
        reader.flag("agent"),
        InspectionSettings.from(reader.at("inspection")),
        AnnouncementSettings.from(reader.at("inspection.announce")),
        StuckSettings.from(reader.at("stuck")),
        StoriesSettings.from(reader.at("stories")),
        TracingSettings.from(reader.at("tracing")));
  }
}
