package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.conformance.Deflate;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * Reads what a server sends as RFC 6455 section 5.2 draws it, written apart from the encoder, and
 * insists on what a server must keep to: nothing masked, nothing reserved but the bit of a
 * compressed message where that was agreed, lengths in their shortest form, whole control frames,
 * and nothing behind a close frame. Compressed messages are shown as what they inflate to.
 */
final class ServerFrames {
  private static final int CLOSE = 8;
  private static final int COMPRESSED = 0x40; // RFC 7692 section 6

  private final boolean compression;
  private final List<FakePeer.Frame> frames = new ArrayList<>();
  private ByteString unread = ByteString.emptyByteString();
  private boolean closed;

  /**
   * @param compression whether it was agreed
   */
  ServerFrames(boolean compression) {
    this.compression = compression;
  }

  /** Takes the next bytes. */
  void add(ByteString bytes) {
    unread = unread.concat(bytes).compact();
    int length = frameLength();
    while (length > 0) {
      read(unread.take(length).asByteBuffer());
      unread = unread.drop(length).compact();
      length = frameLength();
    }
  }

  List<FakePeer.Frame> frames() {
    return frames;
  }

  /** Whether the last frame was a close frame. */
  boolean isClosed() {
    return closed;
  }

  /** The server has ended its stream: not in the middle of a frame. */
  void mustBeWhole() {
    assertThat(unread.length()).as("bytes of a torn frame").isZero();
  }

  private void read(ByteBuffer frame) {
    assertThat(closed).as("frame behind a close frame").isFalse();
    int first = frame.get() & 0xff;
    int opcode = first & 15;
    boolean compressed = compression && opcode < CLOSE && (first & COMPRESSED) != 0;
    assertThat(first & 0xf0)
        .as("FIN and reserved bits of opcode %s", opcode)
        .isEqualTo(0x80 | (compressed ? COMPRESSED : 0));
    assertThat(opcode).isIn(1, 2, 8, 9, 10);
    int marker = frame.get() & 0xff;
    assertThat(marker).as("length without a mask bit").isLessThan(128);
    long length =
        marker == 127 ? frame.getLong() : marker == 126 ? frame.getShort() & 0xffff : marker;
    assertThat(length).isGreaterThanOrEqualTo(marker == 127 ? 65536 : marker == 126 ? 126 : 0);
    assertThat(opcode < CLOSE || length <= 125).as("a control frame of %s", length).isTrue();
    ByteString payload = ByteString.fromByteBuffer(frame);
    assertThat(payload.length()).isEqualTo((int) length);
    if (compressed) {
      payload = ByteString.fromArray(Deflate.message(payload.toArray()));
    }
    if (opcode == CLOSE) {
      mustBeClose(payload);
    } else if (opcode == 1) {
      mustBeUtf8(payload);
    }
    frames.add(new FakePeer.Frame(opcode, payload));
  }

  private void mustBeClose(ByteString payload) {
    closed = true;
    if (payload.isEmpty()) {
      return;
    }
    assertThat(payload.length()).isGreaterThanOrEqualTo(2);
    int code = (payload.apply(0) & 0xff) << 8 | (payload.apply(1) & 0xff);
    assertThat(code).isBetween(1000, 4999).isNotIn(1004, 1005, 1006, 1015);
    mustBeUtf8(payload.drop(2));
  }

  private static void mustBeUtf8(ByteString bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray()));
    } catch (CharacterCodingException e) {
      throw new AssertionError("not UTF-8: " + bytes, e);
    }
  }

  /** Of the first frame, or 0 if it is not there in full. */
  private int frameLength() {
    if (unread.length() < 2) {
      return 0;
    }
    int marker = unread.apply(1) & 0x7f;
    int header = marker == 127 ? 10 : marker == 126 ? 4 : 2;
    if (unread.length() < header) {
      return 0;
    }
    long payload = marker;
    if (header > 2) {
      payload = 0;
      for (int i = 2; i < header; i++) {
        payload = payload << 8 | (unread.apply(i) & 0xff);
      }
    }
    return header + payload <= unread.length() ? (int) (header + payload) : 0;
  }
}
