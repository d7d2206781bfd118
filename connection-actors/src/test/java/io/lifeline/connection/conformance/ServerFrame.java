package io.lifeline.connection.conformance;

import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * A frame as the server sent it, read as RFC 6455 section 5.2 draws it.
 *
 * @param first its first byte: FIN, reserved bits, opcode
 * @param size of the whole frame in bytes
 */
record ServerFrame(int first, ByteString payload, int size) {
  /**
   * The frame at the beginning of these bytes, if it is all there.
   *
   * @throws AssertionError if it is masked or its length is not in the shortest form
   */
  static Optional<ServerFrame> in(ByteString bytes) {
    if (bytes.length() < 2) {
      return Optional.empty();
    }
    int second = bytes.apply(1) & 0xff;
    if ((second & 0x80) != 0) {
      throw new AssertionError("the server must not mask its frames");
    }
    int header = second < 126 ? 2 : second == 126 ? 4 : 10;
    if (bytes.length() < header) {
      return Optional.empty();
    }
    long length = header == 2 ? second : 0;
    for (int i = 2; i < header; i++) {
      length = length << Byte.SIZE | (bytes.apply(i) & 0xff);
    }
    if ((header == 4 && length < 126) || (header == 10 && length < 1 << 16)) {
      throw new AssertionError("length " + length + " is not in its shortest form");
    }
    int end = Math.toIntExact(header + length);
    return bytes.length() < end
        ? Optional.empty()
        : Optional.of(new ServerFrame(bytes.apply(0) & 0xff, bytes.slice(header, end), end));
  }

  boolean isPing() {
    return (first & 0xf) == Notation.PING;
  }

  @Override
  public String toString() {
    return "frame %02x of %d bytes: %s".formatted(first, payload.length(), hex(payload));
  }

  /** The beginning of a payload. */
  static String hex(ByteString payload) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < Math.min(payload.length(), 32); i++) {
      hex.append("%02x".formatted(payload.apply(i)));
    }
    return hex.toString();
  }
}
