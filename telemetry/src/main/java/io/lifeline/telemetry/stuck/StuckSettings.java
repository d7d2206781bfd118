package io.lifeline.telemetry.stuck;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * When an actor counts as stuck, from {@code lifeline.telemetry.stuck}.
 *
 * @param every how often the actors are looked at
 * @param messageLimit how long one message may be in work
 * @param mailbox messages that must wait before growth counts
 * @param growing looks in a row of which each must find more messages than the one before
 */
public record StuckSettings(Duration every, Duration messageLimit, int mailbox, int growing) {
  public static StuckSettings from(SettingsReader reader) {
    return new StuckSettings(
        reader.duration("every", Duration.ofMillis(100), Duration.ofMinutes(10)),
        reader.duration("message-limit", Duration.ofMillis(100), Duration.ofHours(1)),
        reader.number("mailbox", 1, 1_000_000_000),
        reader.number("growing", 1, 100));
  }
}
