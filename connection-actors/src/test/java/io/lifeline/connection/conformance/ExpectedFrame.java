package io.lifeline.connection.conformance;

import org.apache.pekko.util.ByteString;

/**
 * A frame that the server must send, in one piece.
 *
 * @param first its first byte: FIN, reserved bits, opcode
 * @param payload all of it, or its beginning
 * @param beginning whether more may follow, for example the reason of a close frame
 */
public record ExpectedFrame(int first, ByteString payload, boolean beginning) {
  boolean isClose() {
    return (first & 0xf) == Notation.CLOSE;
  }

  /**
   * @throws AssertionError if the frame is another one
   */
  void check(ServerFrame frame) {
    ByteString compared = beginning ? frame.payload().take(payload.length()) : frame.payload();
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
