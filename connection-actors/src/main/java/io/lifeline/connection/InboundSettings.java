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

  private static final int MIB = 1 << 20;

  /** What happens to a peer that sends faster than it may. */
  public enum AtLimit {
    /** It is not read from until its rate is down; its own socket slows it. */
    SLOW_DOWN,
    /** Its connection ends. */
    DISCONNECT
  }

  static InboundSettings from(SettingsReader reader) {
    return new InboundSettings(
        reader.number("messages-per-second", 1, 1_000_000),
        reader.bytes("bytes-per-second", 1024, 1024 * MIB),
        reader.duration("burst", Duration.ofMillis(100), Duration.ofMinutes(1)),
        reader.choice("at-limit", AtLimit.class));
  }
}
