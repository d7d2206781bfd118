package io.lifeline.connection.websocket;

import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Text;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;

/**
 * The payload so far of a message that does not arrive in one piece. Exists only while it does not.
 *
 * <p>Its array grows with the bytes that have come, by doubling, and never with the length that a
 * frame claims: at most twice what the peer has sent, and never above the limit of a message.
 */
final class PartialMessage {
  private static final int SMALLEST_ARRAY = 32;
  private static final byte[] NOTHING = {};

  private final boolean text;
  private int utf8 = Utf8.BORDER;
  private byte[] payload = NOTHING;
  private int size;

  PartialMessage(boolean text) {
    this.text = text;
  }

  /** Bytes so far. */
  int size() {
    return size;
  }

  /**
   * Takes the next piece.
   *
   * @param mask as it stands at the piece's first byte
   * @param maxSize what the message can come to at most, as far as is known now
   * @return false if the text can no longer be UTF-8
   */
  boolean append(byte[] bytes, int from, int count, int mask, int maxSize) {
    int newSize = size + count;
    if (newSize > payload.length) {
      int doubled = Math.max(SMALLEST_ARRAY, 2 * payload.length);
      payload = Arrays.copyOf(payload, Math.max(newSize, Math.min(doubled, maxSize)));
    }
    Masking.copy(bytes, from, payload, size, count, mask);
    if (text) {
      utf8 = Utf8.check(utf8, payload, size, newSize);
    }
    size = newSize;
    return utf8 != Utf8.BAD;
  }

  /** Whether it may end here: no text ends inside a character. */
  boolean mayEnd() {
    return utf8 == Utf8.BORDER;
  }

  /** The whole message; this object must not be used afterwards. */
  Inbound complete() {
    byte[] exact = size == payload.length ? payload : Arrays.copyOf(payload, size);
    ByteString bytes = ByteString.fromArrayUnsafe(exact);
    return text ? new Text(bytes) : new Binary(bytes);
  }
}
