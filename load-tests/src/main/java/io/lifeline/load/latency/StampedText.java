package io.lifeline.load.latency;

import io.lifeline.load.latency.Target.Wrapping;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Text frames that say when they should have been sent: {@code prefix @nanoseconds@xxx suffix}. The
 * mask is zero, which is a mask (RFC 6455 section 5.3) and costs neither side more or less.
 */
final class StampedText {
  static final byte BORDER = '@';

  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int MASKED = 0x80;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int ZERO_MASK = 0;
  private static final int MOST_DIGITS = 19;

  private final byte[] prefix;
  private final byte[] suffix;
  private final byte[] body;

  /**
   * @param bytes of the message between prefix and suffix, room for the stamp at least
   * @throws IllegalArgumentException if a message would not fit in 64 KiB
   */
  StampedText(Wrapping wrapping, int bytes) {
    prefix = wrapping.prefix().getBytes(StandardCharsets.UTF_8);
    suffix = wrapping.suffix().getBytes(StandardCharsets.UTF_8);
    body = new byte[Math.max(bytes, MOST_DIGITS + 2)];
    if (payloadBytes() >= 1 << 16) {
      throw new IllegalArgumentException(
          "message of " + payloadBytes() + " bytes (expected: below 65536)");
    }
  }

  /** The most that {@link #write} needs. */
  int frameBytes() {
    return payloadBytes() + 8;
  }

  /** Appends one frame. */
  void write(long stampNanos, ByteBuffer frames) {
    stamp(stampNanos);
    frames.put(FINAL_TEXT);
    if (payloadBytes() < LENGTH_IN_2_BYTES) {
      frames.put((byte) (MASKED | payloadBytes()));
    } else {
      frames.put((byte) (MASKED | LENGTH_IN_2_BYTES)).putShort((short) payloadBytes());
    }
    frames.putInt(ZERO_MASK).put(prefix).put(body).put(suffix);
  }

  /** With leading zeros, so that all messages are equally long. */
  private void stamp(long nanos) {
    Arrays.fill(body, (byte) 'x');
    body[0] = BORDER;
    body[MOST_DIGITS + 1] = BORDER;
    long left = nanos;
    for (int at = MOST_DIGITS; at > 0; at--) {
      body[at] = (byte) ('0' + left % 10);
      left /= 10;
    }
  }

  private int payloadBytes() {
    return prefix.length + body.length + suffix.length;
  }
}
