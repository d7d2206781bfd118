package io.lifeline.connection.websocket;

import io.lifeline.connection.compression.Deflation;
import org.apache.pekko.util.ByteString;

/**
 * Writes a server's frames (RFC 6455 section 5): unmasked, unfragmented, each a compact ByteString
 * over one array of exactly its size, so that many writers can share it.
 *
 * <p>Stateless; safe from any thread.
 */
public final class FrameEncoder {
  private static final int FIN = 0x80;
  private static final int RSV1 = 0x40;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int SMALLEST_8_BYTE_LENGTH = 1 << 16;

  private FrameEncoder() {}

  /** A message, compressed where that was agreed and pays. */
  public static ByteString message(Message message, Deflation deflation) {
    int opcode = message.text() ? Opcode.TEXT : Opcode.BINARY;
    byte[] compressed = deflation.compress(message.payload().toArrayUnsafe());
    return compressed == null ? frame(opcode, message.payload()) : frame(RSV1 | opcode, compressed);
  }

  /**
   * @param utf8 UTF-8; not checked here
   */
  public static ByteString text(ByteString utf8) {
    return frame(Opcode.TEXT, utf8);
  }

  /**
   * @param utf8 UTF-8; not checked here, and copied
   */
  public static ByteString text(byte[] utf8) {
    return frame(Opcode.TEXT, utf8);
  }

  public static ByteString binary(ByteString bytes) {
    return frame(Opcode.BINARY, bytes);
  }

  /**
   * @throws IllegalArgumentException for more than 125 bytes
   */
  public static ByteString ping(ByteString payload) {
    return control(Opcode.PING, payload);
  }

  /**
   * @throws IllegalArgumentException for more than 125 bytes
   */
  public static ByteString pong(ByteString payload) {
    return control(Opcode.PONG, payload);
  }

  /**
   * A close frame.
   *
   * @param code one that may be sent (RFC 6455 section 7.4), or 1005 for a frame without code and
   *     reason, which is also the answer to such a frame
   * @param reason cut to the 123 bytes of UTF-8 that there is room for, at a character's border
   * @throws IllegalArgumentException for a code that may not be sent
   */
  public static ByteString close(int code, String reason) {
    return frame(Opcode.CLOSE, CloseFrame.payload(code, reason));
  }

  private static ByteString control(int opcode, ByteString payload) {
    if (payload.length() > Opcode.MAX_CONTROL_BYTES) {
      throw new IllegalArgumentException(
          "control frame of " + payload.length() + " bytes (expected: at most 125)");
    }
    return frame(opcode, payload);
  }

  private static ByteString frame(int opcode, ByteString payload) {
    int length = payload.length();
    byte[] frame = withHeader(opcode, length);
    payload.copyToArray(frame, frame.length - length, length);
    return ByteString.fromArrayUnsafe(frame);
  }

  private static ByteString frame(int opcode, byte[] payload) {
    byte[] frame = withHeader(opcode, payload.length);
    System.arraycopy(payload, 0, frame, frame.length - payload.length, payload.length);
    return ByteString.fromArrayUnsafe(frame);
  }

  /** An array for the whole frame, in which the header is written. */
  private static byte[] withHeader(int opcode, int length) {
    byte[] frame;
    if (length <= Opcode.MAX_CONTROL_BYTES) {
      frame = new byte[2 + length];
      frame[1] = (byte) length;
    } else if (length < SMALLEST_8_BYTE_LENGTH) {
      frame = new byte[4 + length];
      frame[1] = LENGTH_IN_2_BYTES;
      frame[2] = (byte) (length >>> 8);
      frame[3] = (byte) length;
    } else {
      frame = new byte[Math.addExact(10, length)];
      frame[1] = LENGTH_IN_8_BYTES;
      frame[6] = (byte) (length >>> 24);
      frame[7] = (byte) (length >>> 16);
      frame[8] = (byte) (length >>> 8);
      frame[9] = (byte) length;
    }
    frame[0] = (byte) (FIN | opcode);
    return frame;
  }
}
