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

  /**
   * The same, or longer: so long that of so many clients no more come back in a second than can be
   * taken in.
   *
   * @param taken how many clients are taken in a second, or 0 if that is not known
   */
  public RetryRange spread(int clients, int taken) {
    if (taken <= 0) {
      return this;
    }
    Duration needed = least.plusSeconds((clients + taken - 1L) / taken);
    return needed.compareTo(most) <= 0 ? this : new RetryRange(least, needed);
  }

  /** A time of whole seconds within the range. */
  public Duration pick(RandomGenerator random) {
    return Duration.ofSeconds(random.nextLong(least.toSeconds(), most.toSeconds() + 1));
  }
}
