package io.lifeline.telemetry.timeline;

import io.lifeline.telemetry.settings.SettingsReader;

/**
 * How many stories of connections that ended a node keeps, from {@code lifeline.telemetry.stories}.
 *
 * @param ended in an ordinary way
 * @param troubled those that ended otherwise, or had missed beats
 */
public record StoriesSettings(int ended, int troubled) {
  private static final int MOST = 100_000;

  /** Reads {@code lifeline.telemetry.stories}; problems go to the reader. */
  public static StoriesSettings from(SettingsReader reader) {
    return new StoriesSettings(reader.number("ended", 0, MOST), reader.number("troubled", 0, MOST));
  }
}
