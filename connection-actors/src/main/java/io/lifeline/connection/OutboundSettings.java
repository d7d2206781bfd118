package io.lifeline.connection;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * What may wait for a peer that reads too slowly.
 *
 * @param limitBytes of frames that wait in the writer, each with {@link
 *     OutboundQueue#FRAME_OVERHEAD} more
 * @param atLimit what happens when one more does not fit
 */
public record OutboundSettings(int limitBytes, Overflow atLimit) {
  /** What a writer does when its limit is reached. */
  public enum Overflow {
    /** The connection ends as a slow consumer. */
    DISCONNECT,
    /** The oldest waiting publications make room. */
    DROP_OLDEST,
    /** Only the newest publication of each channel waits. */
    LATEST_ONLY
  }

  static OutboundSettings from(SettingsReader reader) {
    return new OutboundSettings(
        reader.bytes("limit", 4096, 256 << 20), reader.choice("at-limit", Overflow.class));
  }
}
