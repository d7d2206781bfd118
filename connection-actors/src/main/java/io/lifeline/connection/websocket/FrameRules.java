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
  /** The reserved bits that nobody has negotiated: all. permessage-deflate would allow RSV1 (4). */
  static final int NO_RESERVED_BITS = 0;

  private FrameRules() {}

  /**
   * @param message what has arrived of the message that the frame falls into, if one has begun
   * @return the first rule that is broken, or null
   */
  static @Nullable Violation broken(
      FrameHeader header, @Nullable PartialMessage message, WebSocketLimits limits) {
    Violation violation = null;
    if (header.isFirstByteKnown()) {
      violation = brokenByFirstByte(header, message != null);
    }
    if (violation == null && header.isSecondByteKnown()) {
      violation = brokenBySecondByte(header);
    }
    if (violation == null && header.isLengthKnown()) {
      violation = brokenByLength(header, message == null ? 0 : message.size(), limits);
    }
    return violation;
  }

  private static @Nullable Violation brokenByFirstByte(FrameHeader header, boolean midMessage) {
    int opcode = header.opcode();
    if ((header.reserved() & ~NO_RESERVED_BITS) != 0) {
      return violation("reserved bit set without an extension");
    }
    if (Opcode.isReserved(opcode)) {
      return violation("reserved opcode 0x" + Integer.toHexString(opcode));
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
      FrameHeader header, int messageBytes, WebSocketLimits limits) {
    long length = header.length();
    if (length < 0) {
      return violation("frame length of more than 63 bits");
    }
    if (!header.isLengthMinimal()) {
      return violation("frame length not in its shortest form");
    }
    if (length > limits.maxFrameBytes()) {
      return tooBig("frame of " + length + " bytes", limits.maxFrameBytes());
    }
    if (!header.isControl() && messageBytes + length > limits.maxMessageBytes()) {
      return tooBig("message of " + (messageBytes + length) + " bytes", limits.maxMessageBytes());
    }
    return null;
  }

  private static Violation violation(String detail) {
    return new Violation(CloseReason.PROTOCOL_VIOLATION, detail);
  }

  private static Violation tooBig(String what, int limit) {
    return new Violation(CloseReason.MESSAGE_TOO_BIG, what + " (limit: " + limit + ")");
  }
}
