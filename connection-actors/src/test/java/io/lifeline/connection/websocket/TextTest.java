package io.lifeline.connection.websocket;

import static io.lifeline.connection.CloseReason.INVALID_TEXT;
import static io.lifeline.connection.websocket.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.6 and 8.1: text is UTF-8, and the first byte that is not ends it. */
class TextTest {
  private static final Violation NOT_UTF8 = new Violation(INVALID_TEXT, "text is not UTF-8");

  @ParameterizedTest
  @ValueSource(
      strings = {"kóσμε", "日本語のテキスト", "emoji \ud83d\ude80 and \u0000 zero", "\uffff\ue000"})
  void textOfEveryPlaneIsRead(String text) {
    assertThat(decode(ClientFrame.text(text)))
        .containsExactly(new Text(ByteString.fromString(text)));
  }

  @Test
  void characterMayBeSplitAcrossFragments() {
    assertThat(
            decode(
                ClientFrame.hex(Opcode.TEXT, "f0 9f").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "9a").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "80")))
        .containsExactly(new Text(ByteString.fromString("\ud83d\ude80")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80", // continuation byte first
        "c0 af", // overlong, 2 bytes
        "e0 80 af", // overlong, 3 bytes
        "f0 80 80 af", // overlong, 4 bytes
        "ed a0 80", // surrogate
        "f4 90 80 80", // beyond U+10FFFF
        "f5 80 80 80", // lead byte that there is not
        "ff", // never
        "c3 28", // not continued
        "e2 82", // ends inside a character
        "48656c6c6f48656c6c6f f0 9f 9a", // the same after a longer piece of ASCII
      })
  void textThatIsNotUtf8IsInvalid(String payload) {
    assertThat(decode(ClientFrame.hex(Opcode.TEXT, payload))).containsExactly(NOT_UTF8);
  }

  @Test
  void messageMayNotEndInsideACharacter() {
    assertThat(
            decode(
                ClientFrame.hex(Opcode.TEXT, "61").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "e2 82")))
        .containsExactly(NOT_UTF8);
    assertThat(
            decode(
                ClientFrame.hex(Opcode.TEXT, "e2 82").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "")))
        .containsExactly(NOT_UTF8);
  }

  @Test
  void wrongByteIsNoticedBeforeItsFrameIsComplete() {
    byte[] frame = ClientFrame.hex(Opcode.TEXT, "616263 c0 616263616263").bytes();
    int header = 6;

    byte[] upToIt = Arrays.copyOf(frame, header + 4);
    byte[] shortOfIt = Arrays.copyOf(frame, header + 3);

    assertThat(decode(Decoding.LIMITS, shortOfIt)).isEmpty();
    assertThat(decode(Decoding.LIMITS, upToIt)).containsExactly(NOT_UTF8);
  }

  @Test
  void wrongByteIsNoticedInAFragmentThatIsNotTheLast() {
    ClientFrame fragment = ClientFrame.hex(Opcode.TEXT, "ed a0").unfinished();

    assertThat(decode(fragment)).containsExactly(NOT_UTF8);
  }

  @Test
  void detailOfAViolationNeverHoldsPayload() {
    List<Inbound> events = decode(ClientFrame.hex(Opcode.TEXT, "736563726574 ff")); // "secret"

    assertThat(events.toString()).doesNotContain("secret");
  }
}
