package io.lifeline.connection.websocket;

/**
 * The header of one frame (RFC 6455 section 5.2), read as its 2 to 14 bytes arrive. A decoder uses
 * the same one for all its frames. Says what was sent; whether that is allowed is for {@link
 * FrameRules}. Each connection holds one, so its fields are as small as they can be.
 */
final class FrameHeader {
  private static final int FIXED_BYTES = 2;
  private static final int MASK_BYTES = 4;
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;
  private static final int RSV1 = 0x4;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;

  private byte first;
  private byte second;
  private byte bytesRead;
  private byte lengthEnd = FIXED_BYTES;
  private long length;
  private int mask;

  void reset() {
    bytesRead = 0;
    lengthEnd = FIXED_BYTES;
    length = 0;
    mask = 0;
  }

  /** Takes what it needs; returns the position of the first byte that it left. */
  int read(byte[] bytes, int from) {
    int position = from;
    while (position < bytes.length && !isComplete()) {
      accept(bytes[position++]);
    }
    return position;
  }

  private void accept(byte next) {
    if (bytesRead == 0) {
      first = next;
    } else if (bytesRead == 1) {
      second = next;
      lengthEnd = (byte) (FIXED_BYTES + extendedLengthBytes());
      length = hasExtendedLength() ? 0 : shortLength();
    } else if (bytesRead < lengthEnd) {
      length = (length << Byte.SIZE) | (next & 0xff);
    } else {
      mask |= (next & 0xff) << ((bytesRead - lengthEnd) * Byte.SIZE);
    }
    bytesRead++;
  }

  boolean hasBegun() {
    return bytesRead > 0;
  }

  boolean isFirstByteKnown() {
    return bytesRead > 0;
  }

  boolean isSecondByteKnown() {
    return bytesRead > 1;
  }

  boolean isLengthKnown() {
    return bytesRead > 1 && bytesRead >= lengthEnd;
  }

  boolean isComplete() {
    return bytesRead > 1 && bytesRead == lengthEnd + (isMasked() ? MASK_BYTES : 0);
  }

  boolean isFinal() {
    return (first & FIN) != 0;
  }

  /** RSV1, RSV2 and RSV3 as the bits 4, 2 and 1. */
  int reserved() {
    return (first >>> 4) & 0x7;
  }

  /** Whether RSV1 says that a compressed message begins here (RFC 7692 section 6). */
  boolean isCompressed() {
    return reserved() == RSV1;
  }

  int opcode() {
    return first & 0xf;
  }

  boolean isControl() {
    return Opcode.isControl(opcode());
  }

  boolean isMasked() {
    return (second & MASKED) != 0;
  }

  boolean hasExtendedLength() {
    return shortLength() >= LENGTH_IN_2_BYTES;
  }

  /** Whether the length was sent in as few bytes as it fits into. */
  boolean isLengthMinimal() {
    return switch (shortLength()) {
      case LENGTH_IN_2_BYTES -> length >= LENGTH_IN_2_BYTES;
      case LENGTH_IN_8_BYTES -> length >= 1 << Short.SIZE;
      default -> true;
    };
  }

  /** Of the payload, in bytes; negative if the highest of its 64 bits was set. */
  long length() {
    return length;
  }

  /** As {@link Masking} wants it. */
  int mask() {
    return mask;
  }

  private int shortLength() {
    return second & 0x7f;
  }

  private int extendedLengthBytes() {
    return switch (shortLength()) {
      case LENGTH_IN_2_BYTES -> Short.BYTES;
      case LENGTH_IN_8_BYTES -> Long.BYTES;
      default -> 0;
    };
  }
}
