package io.lifeline.supervision.lifecycle;

import io.lifeline.supervision.connections.RetryRange;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * How a node parts from its connections.
 *
 * @param batch how many are closed together, at least
 * @param interval from one batch to the next
 * @param deadline from the order to the end of the last connection
 * @param retry when a closed client is told to come back
 */
public record DrainSettings(int batch, Duration interval, Duration deadline, RetryRange retry) {
  /** Reads and checks {@code lifeline.supervision.drain}; problems go to the reader. */
  public static DrainSettings from(SettingsReader reader) {
    DrainSettings settings =
        new DrainSettings(
            reader.number("batch", 1, 1_000_000),
            reader.duration("interval", Duration.ofMillis(10), Duration.ofMinutes(1)),
            reader.duration("deadline", Duration.ofMillis(100), Duration.ofHours(1)),
            RetryRange.from(reader.at("retry")));
    if (settings.interval.compareTo(settings.deadline) >= 0) {
      reader.reject("interval", "shorter than deadline, or there is time for one batch only");
    }
    return settings;
  }

  /** How long channels may take to be handed over: a quarter of the deadline. */
  Duration handOverWithin() {
    return deadline.dividedBy(4);
  }

  /**
   * How many connections to close together so that half of the deadline is enough for all; the rest
   * is for the closing handshakes.
   */
  int batchFor(int connections) {
    long batches = Math.max(1, deadline.toMillis() / 2 / interval.toMillis());
    long needed = (connections + batches - 1) / batches;
    return (int) Math.max(batch, needed);
  }
}
