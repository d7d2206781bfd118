package io.lifeline.load.peer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ListeningTest {
  private final Listening listening = new Listening();
  private final List<String> heard = new ArrayList<>();

  @Test
  void anAnswerIsFoundHoweverItIsSplitAndFramesMayFollowIt() {
    String head = "HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: abc\r\n\r\n";
    listening.add(bytes(head.substring(0, 20)));
    assertThat(listening.takeStatus("abc")).isEmpty();
    listening.add(bytes(head.substring(20) + "\u0001\u0002hi"));

    assertThat(listening.takeStatus("abc")).hasValue(101);
    listening.frames(this::hear);
    assertThat(heard).containsExactly("1:2");
  }

  @Test
  void aWrongAcceptIsNotTaken() {
    listening.add(bytes("HTTP/1.1 101 Switching\r\nSec-WebSocket-Accept: abc\r\n\r\n"));

    assertThatThrownBy(() -> listening.takeStatus("xyz")).hasMessageContaining("Accept");
  }

  @Test
  void framesOfEveryLengthAreFoundOnceTheyAreComplete() {
    for (int length : new int[] {0, 125, 126, 65_535, 65_536}) {
      heard.clear();
      byte[] frame = serverFrame(length);
      int sent = Math.min(frame.length - 1, 9);
      listening.add(ByteBuffer.wrap(frame, 0, sent));
      listening.frames(this::hear);
      assertThat(heard).isEmpty();
      listening.add(ByteBuffer.wrap(frame, sent, frame.length - sent));
      listening.frames(this::hear);
      assertThat(heard).containsExactly("2:" + length);
    }
  }

  private void hear(int opcode, byte[] payload) {
    heard.add(opcode + ":" + payload.length);
  }

  private static byte[] serverFrame(int length) {
    ByteBuffer frame = ByteBuffer.allocate(length + 10).put((byte) 0x82);
    if (length < 126) {
      frame.put((byte) length);
    } else if (length < 65_536) {
      frame.put((byte) 126).putShort((short) length);
    } else {
      frame.put((byte) 127).putLong(length);
    }
    byte[] bytes = new byte[frame.position() + length];
    frame.flip().get(bytes, 0, frame.limit());
    return bytes;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII));
  }
}
