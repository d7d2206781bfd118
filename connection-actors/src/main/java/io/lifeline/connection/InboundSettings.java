package io.lifeline.connection;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * How fast one peer may send, from {@code lifeline.connection.inbound}.
 *
 * @param messagesPerSecond messages and control frames
 * @param bytesPerSecond bytes of the socket, and {@link #FRAME_OVERHEAD} for each frame
 * @param burst for so long a peer that was quiet may send everything at once
 * @param atLimit what happens to a peer that is faster
 */
public record InboundSettings(
    int messagesPerSecond, int bytesPerSecond, Duration burst, AtLimit atLimit) {
  /**
   * What a frame counts beyond its bytes: a message in one-byte fragments costs us far more than
   * its seven bytes each.
   */
  public static final int FRAME_OVERHEAD = 64;

  /** The highest rate there is; the buckets cannot fill faster than by a byte in a nanosecond. */
  public static final int MOST_BYTES_PER_SECOND = 512 << 20;

  public static final int MOST_MESSAGES_PER_SECOND = 1_000_000;

  /** What happens to a peer that sends faster than it may. */
  public enum AtLimit {
    /** It is not read from until its rate is down; its own socket slows it. */
    SLOW_DOWN,
    /** Its connection ends. */
    DISCONNECT
  }

  static InboundSettings from(SettingsReader reader) {
    return new InboundSettings(
        reader.number("messages-per-second", 1, MOST_MESSAGES_PER_SECOND),
        reader.bytes("bytes-per-second", 1024, MOST_BYTES_PER_SECOND),
        reader.duration("burst", Duration.ofMillis(100), Duration.ofMinutes(1)),
        reader.choice("at-limit", AtLimit.class));
  }
}
