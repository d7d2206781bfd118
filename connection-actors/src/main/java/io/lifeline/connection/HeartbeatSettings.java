package io.lifeline.connection;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * How silence is noticed.
 *
 * @param interval from one answered ping to the next
 * @param answerWithin how long a ping may stay unanswered before it counts as a failure
 * @param failures how many failures in a row are the end
 */
public record HeartbeatSettings(Duration interval, Duration answerWithin, int failures) {
  static HeartbeatSettings from(SettingsReader reader) {
    return new HeartbeatSettings(
        reader.duration("interval", Duration.ofMillis(50), Duration.ofHours(1)),
        reader.duration("answer-within", Duration.ofMillis(20), Duration.ofMinutes(10)),
        reader.number("failures", 1, 100));
  }

  /** The longest time for which a silent peer can stay unnoticed. */
  public Duration detection() {
    return interval.plus(answerWithin.multipliedBy(failures));
  }
}
