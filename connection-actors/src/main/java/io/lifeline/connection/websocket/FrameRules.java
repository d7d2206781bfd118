package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.websocket.Inbound.Violation;
import org.jspecify.annotations.Nullable;

/**
 * What a client's frame header must obey (RFC 6455 section 5). Judges a header while it is still
 * arriving, by what is known of it: a frame that will be refused is refused at the first byte that
 * says so.
 *
 * <p>A length in more bytes than it needs is a violation. The RFC obliges the sender to the minimal
 * form and leaves the receiver free; no client in use sends another, and one way to write a frame
 * leaves no room for two readings of it.
 */
final class FrameRules {
  private static final int SHORT_MESSAGE_BYTES = 64;

  private FrameRules() {}

  /**
   * @param message what has arrived of the message that the frame falls into, if one has begun
   * @param compression whether the client may compress
   * @return the first rule that is broken, or null
   */
  static @Nullable Violation broken(
      FrameHeader header,
      @Nullable IncomingMessage message,
      WebSocketLimits limits,
      boolean compression) {
    Violation violation = null;
    if (header.isFirstByteKnown()) {
      violation = brokenByFirstByte(header, message != null, compression);
    }
    if (violation == null && header.isSecondByteKnown()) {
      violation = brokenBySecondByte(header);
    }
    if (violation == null && header.isLengthKnown()) {
      violation = brokenByLength(header, message, limits);
    }
    return violation;
  }

  private static @Nullable Violation brokenByFirstByte(
      FrameHeader header, boolean midMessage, boolean compression) {
    int opcode = header.opcode();
    if (header.reserved() != 0 && !(compression && header.isCompressed())) {
      return violation("reserved bit set without an extension");
    }
    if (Opcode.isReserved(opcode)) {
      return violation("reserved opcode 0x" + Integer.toHexString(opcode));
    }
    if (header.reserved() != 0 && (header.isControl() || opcode == Opcode.CONTINUATION)) {
      return violation("RSV1 set on a frame that does not begin a message");
    }
    if (header.isControl()) {
      return header.isFinal() ? null : violation("fragmented control frame");
    }
    if (opcode == Opcode.CONTINUATION && !midMessage) {
      return violation("continuation frame without a message");
    }
    if (opcode != Opcode.CONTINUATION && midMessage) {
      return violation("new message before the last one was complete");
    }
    return null;
  }

  private static @Nullable Violation brokenBySecondByte(FrameHeader header) {
    if (!header.isMasked()) {
      return violation("client frame without a mask");
    }
    if (header.isControl() && header.hasExtendedLength()) {
      return violation("control frame of more than 125 bytes");
    }
    return null;
  }

  private static @Nullable Violation brokenByLength(
      FrameHeader header, @Nullable IncomingMessage message, WebSocketLimits limits) {
    long length = header.length();
    if (length < 0) {
      return violation("frame length of more than 63 bits");
    }
    if (!header.isLengthMinimal()) {
      return violation("frame length not in its shortest form");
    }
    boolean compressed = message == null ? header.isCompressed() : message.isCompressed();
    long maxFrame = onTheWire(limits.maxFrameBytes(), compressed);
    if (length > maxFrame) {
      return tooBig("frame of " + length + " bytes", maxFrame);
    }
    long messageBytes = message == null ? length : message.wireBytes() + length;
    long maxMessage = onTheWire(limits.maxMessageBytes(), compressed);
    if (!header.isControl() && messageBytes > maxMessage) {
      return tooBig("message of " + messageBytes + " bytes", maxMessage);
    }
    return null;
  }

  /**
   * What cannot be compressed becomes a little longer by it, by an eighth with the plainest of
   * deflaters (RFC 1951 section 3.2.6). The limit proper is that of the inflated message.
   */
  private static long onTheWire(int limit, boolean compressed) {
    return compressed ? limit + limit / 8L + SHORT_MESSAGE_BYTES : limit;
  }

  private static Violation violation(String detail) {
    return new Violation(CloseReason.PROTOCOL_VIOLATION, detail);
  }

  private static Violation tooBig(String what, long limit) {
    return new Violation(CloseReason.MESSAGE_TOO_BIG, what + " (limit: " + limit + ")");
  }
}
