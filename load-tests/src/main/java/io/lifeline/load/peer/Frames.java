package io.lifeline.load.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** Client frames of RFC 6455, good ones and bad ones. Stateless. */
public final class Frames {
  public static final int CONTINUATION = 0;
  public static final int TEXT = 1;
  public static final int BINARY = 2;
  public static final int CLOSE = 8;
  public static final int PING = 9;
  public static final int PONG = 10;

  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  private Frames() {}

  public static byte[] text(String text, SplittableRandom random) {
    return frame(true, TEXT, text.getBytes(StandardCharsets.UTF_8), random);
  }

  public static byte[] close(int code, SplittableRandom random) {
    return frame(true, CLOSE, new byte[] {(byte) (code >> 8), (byte) code}, random);
  }

  /** A masked frame with a random mask. */
  public static byte[] frame(boolean fin, int opcode, byte[] payload, SplittableRandom random) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    header(frame, fin, opcode, payload.length);
    byte[] mask = new byte[4];
    random.nextBytes(mask);
    frame.put(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ mask[i & 3]));
    }
    return written(frame);
  }

  /** The header of a masked frame that claims {@code length} bytes, of which none follows. */
  public static byte[] claim(int opcode, long length) {
    ByteBuffer frame = ByteBuffer.allocate(14);
    header(frame, true, opcode, length);
    frame.putInt(0);
    return written(frame);
  }

  /** A text frame without a mask, which a client must not send. */
  public static byte[] unmasked(String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    if (payload.length > 125) {
      throw new IllegalArgumentException("text: too long for a short frame");
    }
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 2);
    frame.put((byte) (FIN | TEXT)).put((byte) payload.length).put(payload);
    return written(frame);
  }

  private static void header(ByteBuffer frame, boolean fin, int opcode, long length) {
    frame.put((byte) ((fin ? FIN : 0) | opcode));
    if (length >= 0 && length < 126) {
      frame.put((byte) (MASKED | length));
    } else if (length >= 0 && length < 65536) {
      frame.put((byte) (MASKED | 126)).putShort((short) length);
    } else {
      frame.put((byte) (MASKED | 127)).putLong(length);
    }
  }

  private static byte[] written(ByteBuffer frame) {
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }
}
