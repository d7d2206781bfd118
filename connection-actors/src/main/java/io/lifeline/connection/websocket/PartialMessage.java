package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The payload so far of a message that does not arrive in one piece. Exists only while it does not.
 *
 * <p>Its array grows with the bytes that have come, by doubling, and never with the length that a
 * frame claims: at most twice what the peer has sent, and never above the limit of a message.
 */
final class PartialMessage implements IncomingMessage {
  private static final int SMALLEST_ARRAY = 32;
  private static final byte[] NOTHING = {};

  private final boolean text;
  private int utf8 = Utf8.BORDER;
  private byte[] payload = NOTHING;
  private int size;

  PartialMessage(boolean text) {
    this.text = text;
  }

  @Override
  public boolean isCompressed() {
    return false;
  }

  @Override
  public int wireBytes() {
    return size;
  }

  /** Bytes so far. */
  int size() {
    return size;
  }

  /** The bytes so far, from the beginning of an array that they need not fill. */
  byte[] bytes() {
    return payload;
  }

  @Override
  public @Nullable Violation append(
      byte[] bytes, int from, int count, int mask, int maxSize, boolean last) {
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
    return last ? end() : utf8 == Utf8.BAD ? notUtf8() : null;
  }

  /** What is wrong if it ends here: no text ends inside a character. */
  @Nullable Violation end() {
    return utf8 == Utf8.BORDER ? null : notUtf8();
  }

  static Violation notUtf8() {
    return new Violation(CloseReason.INVALID_TEXT, "text is not UTF-8");
  }

  @Override
  public Inbound complete() {
    byte[] exact = size == payload.length ? payload : Arrays.copyOf(payload, size);
    ByteString bytes = ByteString.fromArrayUnsafe(exact);
    return text ? new Text(bytes) : new Binary(bytes);
  }
}
