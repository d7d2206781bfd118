package io.lifeline.load.jmh;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.util.ByteString;

/** Frames as a client sends them (RFC 6455 section 5.3). */
final class MaskedFrames {
  private static final int TEXT = 0x81;
  private static final int BINARY = 0x82;
  private static final int COMPRESSED_TEXT = 0xc1;
  private static final byte[] MASK = {0x37, (byte) 0xfa, 0x21, 0x3d};

  private MaskedFrames() {}

  static ByteString text(String text) {
    return frame(TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static ByteString binary(byte[] bytes) {
    return frame(BINARY, bytes);
  }

  static ByteString compressed(byte[] deflatedText) {
    return frame(COMPRESSED_TEXT, deflatedText);
  }

  private static ByteString frame(int firstByte, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + payload.length).put((byte) firstByte);
    if (payload.length < 126) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i % MASK.length]));
    }
    return ByteString.fromArray(frame.array(), 0, frame.position());
  }
}
