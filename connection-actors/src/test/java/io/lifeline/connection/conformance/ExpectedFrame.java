package io.lifeline.connection.conformance;

import org.apache.pekko.util.ByteString;

/**
 * A frame that the server must send, in one piece.
 *
 * @param first its first byte: FIN, reserved bits, opcode
 * @param payload all of it, or its beginning
 * @param deflated whether it is compressed; the payload is that of the message then
 * @param beginning whether more may follow, for example the reason of a close frame
 */
public record ExpectedFrame(int first, ByteString payload, boolean deflated, boolean beginning) {
  boolean isClose() {
    return (first & 0xf) == Notation.CLOSE;
  }

  /**
   * @throws AssertionError if the frame is another one
   */
  void check(ServerFrame frame) {
    ByteString compared = frame.payload();
    if (deflated && frame.first() == first) {
      compared = ByteString.fromArrayUnsafe(Deflate.message(compared.toArrayUnsafe()));
    } else if (beginning) {
      compared = compared.take(payload.length());
    }
    if (frame.first() != first || !compared.equals(payload)) {
      throw new AssertionError("expected " + this + " but was " + frame);
    }
  }

  @Override
  public String toString() {
    return "frame %02x of %s%d bytes: %s"
        .formatted(first, beginning ? "at least " : "", payload.length(), ServerFrame.hex(payload));
  }
}
