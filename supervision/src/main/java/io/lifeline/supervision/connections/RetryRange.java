package io.lifeline.supervision.connections;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When a client that is sent away may come back: a random time within the range, so that those sent
 * away together do not come back together.
 */
public record RetryRange(Duration least, Duration most) {
  /** Reads {@code least} and {@code most} of a section; problems go to the reader. */
  public static RetryRange from(SettingsReader reader) {
    RetryRange range =
        new RetryRange(
            reader.duration("least", Duration.ofSeconds(1), Duration.ofHours(1)),
            reader.duration("most", Duration.ofSeconds(1), Duration.ofHours(1)));
    if (range.most.compareTo(range.least) < 0) {
      reader.reject("most", "at least as long as least");
    }
    return range;
  }

  /** A time of whole seconds within the range. */
  public Duration pick(RandomGenerator random) {
    return Duration.ofSeconds(random.nextLong(least.toSeconds(), most.toSeconds() + 1));
  }
}
