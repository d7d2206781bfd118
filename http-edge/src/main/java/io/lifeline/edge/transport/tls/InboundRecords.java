package io.lifeline.edge.transport.tls;

import io.lifeline.connection.stream.TlsFailure;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * Cuts what the peer sends into records (RFC 8446 section 5.1). Of a record that is not complete it
 * keeps what has come, in an array that grows with it: at most one record, and nothing while the
 * connection is idle.
 */
final class InboundRecords {
  static final int HEADER = 5;

  /** The most that a record may carry, encrypted (RFC 5246 section 6.2.3). */
  private static final int MAX_FRAGMENT = (1 << 14) + 2048;

  static final int MAX_RECORD = HEADER + MAX_FRAGMENT;

  private static final int FIRST_TYPE = 20;
  private static final int LAST_TYPE = 24;
  private static final int MAJOR_VERSION = 3;
  private static final int UNKNOWN = -1;
  private static final byte[] NONE = {};

  private ByteString waiting = ByteString.emptyByteString();
  private byte[] partial = NONE;
  private int filled;

  void offer(ByteString bytes) {
    waiting = waiting.isEmpty() ? bytes : waiting.concat(bytes);
  }

  /** The first bytes that no record was made of, at most so many. */
  ByteString peek(int most) {
    return filled == 0
        ? waiting.take(most)
        : ByteString.fromArray(partial, 0, Math.min(filled, most)).concat(waiting).take(most);
  }

  /** How many bytes wait to become a record. */
  int size() {
    return filled + waiting.length();
  }

  /**
   * The next record, or null until more bytes come.
   *
   * @param room for one record; what is returned may be it, and is valid until the next call
   * @throws TlsFailure if the bytes are no record
   */
  @Nullable ByteBuffer next(ByteBuffer room) {
    if (filled > 0) {
      return fromPartial();
    }
    int size = waiting.length() < HEADER ? UNKNOWN : checkedSize(waiting::apply);
    if (size == UNKNOWN || waiting.length() < size) {
      keep();
      return null;
    }
    room.clear().limit(size);
    waiting.copyToBuffer(room);
    waiting = waiting.drop(size);
    return room.flip();
  }

  private void keep() {
    if (!waiting.isEmpty()) {
      partial = new byte[Math.max(waiting.length(), HEADER)];
      append(waiting.length());
    }
  }

  private @Nullable ByteBuffer fromPartial() {
    if (filled < HEADER) {
      append(HEADER - filled);
      if (filled < HEADER) {
        return null;
      }
    }
    int size = checkedSize(index -> partial[index]);
    append(size - filled);
    if (filled < size) {
      return null;
    }
    ByteBuffer record = ByteBuffer.wrap(partial, 0, size);
    partial = NONE;
    filled = 0;
    return record;
  }

  /** Moves at most so many of the waiting bytes to the partial record. */
  private void append(int most) {
    int more = Math.min(most, waiting.length());
    if (filled + more > partial.length) {
      partial = Arrays.copyOf(partial, Math.min(MAX_RECORD, Math.max(filled + more, 2 * filled)));
    }
    waiting.copyToBuffer(ByteBuffer.wrap(partial, filled, more));
    waiting = waiting.drop(more);
    filled += more;
  }

  private interface Header {
    byte at(int index);
  }

  /** The size of the record with this header, the header included. */
  private static int checkedSize(Header header) {
    int type = header.at(0) & 0xff;
    int length = (header.at(3) & 0xff) << 8 | (header.at(4) & 0xff);
    if (type < FIRST_TYPE || type > LAST_TYPE || header.at(1) != MAJOR_VERSION) {
      throw new TlsFailure("what it sent is no TLS record");
    }
    if (length > MAX_FRAGMENT) {
      throw new TlsFailure("a record of " + length + " bytes");
    }
    return HEADER + length;
  }
}
