package io.lifeline.supervision.channels;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * What a channel keeps of its messages.
 *
 * @param size messages
 * @param bytes of their data
 * @param keptFor how long each is kept
 */
record HistorySettings(int size, int bytes, Duration keptFor) {
  static HistorySettings from(SettingsReader reader) {
    return new HistorySettings(
        reader.number("history-size", 0, 1_000_000),
        reader.bytes("history-bytes", 0, 1 << 30),
        reader.duration("history-for", Duration.ZERO, Duration.ofDays(7)));
  }
}
