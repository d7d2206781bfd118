package io.lifeline.load.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrameReaderTest implements FrameReader.Events {
  private final List<String> seen = new ArrayList<>();
  private final FrameReader reader = new FrameReader(this);

  @Override
  public void message(long stampNanos) {
    seen.add("message " + stampNanos);
  }

  @Override
  public void ping(byte[] payload, int length) {
    seen.add("ping " + new String(payload, 0, length, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    seen.add("close");
  }

  @Test
  void stampsAreFoundHoweverTheBytesAreSplit() {
    byte[] bytes =
        join(
            frame(0x81, "{\"data\":\"@0012@xx\"}"),
            frame(0x89, "hello"),
            frame(0x82, "@7@" + "x".repeat(300)),
            frame(0x81, "@8@" + "@9@".repeat(30_000)),
            frame(0x88, ""));

    for (int piece : new int[] {1, 2, 3, 7, 1000, bytes.length}) {
      seen.clear();
      for (int from = 0; from < bytes.length; from += piece) {
        reader.read(ByteBuffer.wrap(bytes, from, Math.min(piece, bytes.length - from)));
      }

      assertThat(seen)
          .as("in pieces of %d", piece)
          .containsExactly("message 12", "ping hello", "message 7", "message 8", "close");
    }
  }

  @Test
  void aFragmentedMessageIsToldOnce() {
    reader.read(ByteBuffer.wrap(join(frame(0x01, "@1"), frame(0x00, "2@"), frame(0x80, "@3@"))));

    assertThat(seen).containsExactly("message 12");
  }

  @Test
  void whatCarriesNoStampIsNotTold() {
    reader.read(ByteBuffer.wrap(join(frame(0x81, "{\"id\":1}"), frame(0x81, ""))));

    assertThat(seen).isEmpty();
  }

  @Test
  void ownMessagesAreUnderstood() {
    StampedText text = new StampedText(new Target.Wrapping("<", ">"), 200);
    ByteBuffer frame = ByteBuffer.allocate(text.frameBytes());

    text.write(1234567890123L, frame);

    assertThat(frame.flip().remaining()).isEqualTo(text.frameBytes());
    byte[] unmasked = new byte[frame.remaining() - 4];
    frame.get(unmasked, 0, 4);
    frame.getInt();
    frame.get(unmasked, 4, unmasked.length - 4);
    unmasked[1] &= 0x7f;
    reader.read(ByteBuffer.wrap(unmasked));
    assertThat(seen).containsExactly("message 1234567890123");
  }

  @Test
  void aControlFrameThatIsTooLongIsAFaultOfTheServer() {
    assertThatIllegalStateException()
        .isThrownBy(() -> reader.read(ByteBuffer.wrap(frame(0x89, "x".repeat(126)))));
  }

  private static byte[] frame(int first, String text) {
    byte[] payload = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer frame = ByteBuffer.allocate(10 + payload.length).put((byte) first);
    if (payload.length < 126) {
      frame.put((byte) payload.length);
    } else if (payload.length < 1 << 16) {
      frame.put((byte) 126).putShort((short) payload.length);
    } else {
      frame.put((byte) 127).putLong(payload.length);
    }
    byte[] bytes = new byte[frame.put(payload).position()];
    frame.flip().get(bytes);
    return bytes;
  }

  private static byte[] join(byte[]... parts) {
    ByteBuffer all = ByteBuffer.allocate(1 << 20);
    for (byte[] part : parts) {
      all.put(part);
    }
    byte[] bytes = new byte[all.position()];
    all.flip().get(bytes);
    return bytes;
  }
}
