package io.lifeline.connection.websocket;

import static io.lifeline.connection.CloseReason.PROTOCOL_VIOLATION;
import static io.lifeline.connection.websocket.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Ping;
import io.lifeline.connection.websocket.Inbound.Pong;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.4 and 5.5: fragments, and control frames between them. */
class FragmentationTest {
  private static final ClientFrame HEL = ClientFrame.text("Hel").unfinished();
  private static final ClientFrame LO = ClientFrame.hex(Opcode.CONTINUATION, "6c 6f"); // "lo"
  private static final ClientFrame EMPTY = ClientFrame.hex(Opcode.CONTINUATION, "");
  private static final Text HELLO = new Text(ByteString.fromString("Hello"));

  @Test
  void fragmentsBecomeOneMessage() {
    assertThat(decode(HEL, LO)).containsExactly(HELLO);
  }

  @Test
  void fragmentsMayBeEmpty() {
    ClientFrame nothing = ClientFrame.text("").unfinished();

    assertThat(decode(nothing, EMPTY.unfinished(), LO, ClientFrame.text("x")))
        .containsExactly(
            new Text(ByteString.fromString("lo")), new Text(ByteString.fromString("x")));
    assertThat(decode(HEL, EMPTY.unfinished(), LO.unfinished(), EMPTY)).containsExactly(HELLO);
    assertThat(decode(nothing, EMPTY)).containsExactly(new Text(ByteString.emptyByteString()));
  }

  @Test
  void everyFragmentHasItsOwnMask() {
    assertThat(decode(HEL.withMask(0x01020304), LO.withMask(0xf0e0d0c0))).containsExactly(HELLO);
  }

  @Test
  void binaryFragmentsAreNotCheckedForUtf8() {
    assertThat(
            decode(
                ClientFrame.hex(Opcode.BINARY, "ff").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "fe")))
        .containsExactly(new Binary(ByteString.fromInts(0xff, 0xfe)));
  }

  @Test
  void assembledMessageIsCompactAndOfItsOwn() {
    Text text = (Text) decode(HEL, LO).get(0);

    assertThat(text.utf8().isCompact()).isTrue();
    assertThat(text.utf8().toArrayUnsafe()).hasSize(5);
  }

  @Test
  void controlFramesMayComeBetweenFragments() {
    assertThat(
            decode(
                HEL,
                ClientFrame.hex(Opcode.PING, "01"),
                ClientFrame.hex(Opcode.PONG, ""),
                LO,
                ClientFrame.hex(Opcode.PING, "02")))
        .containsExactly(
            new Ping(ByteString.fromInts(1)),
            new Pong(ByteString.emptyByteString()),
            HELLO,
            new Ping(ByteString.fromInts(2)));
  }

  @Test
  void closeBetweenFragmentsEndsTheMessage() {
    assertThat(decode(HEL, ClientFrame.hex(Opcode.CLOSE, "03e8"), LO))
        .containsExactly(new Inbound.Close(1000, ""));
  }

  @Test
  void continuationWithoutAMessageIsAViolation() {
    Violation expected = new Violation(PROTOCOL_VIOLATION, "continuation frame without a message");

    assertThat(decode(LO)).containsExactly(expected);
    assertThat(decode(LO.unfinished())).containsExactly(expected);
    assertThat(decode(HEL, LO, LO)).containsExactly(HELLO, expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY})
  void newMessageBeforeTheLastWasCompleteIsAViolation(int opcode) {
    assertThat(decode(HEL, ClientFrame.hex(opcode, "00")))
        .containsExactly(
            new Violation(PROTOCOL_VIOLATION, "new message before the last one was complete"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void controlFrameMayNotBeFragmented(int opcode) {
    assertThat(decode(ClientFrame.hex(opcode, "03e8").unfinished()))
        .containsExactly(new Violation(PROTOCOL_VIOLATION, "fragmented control frame"));
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void controlFrameOfMoreThan125BytesIsAViolation(int opcode) {
    assertThat(decode(ClientFrame.sized(opcode, 126)))
        .containsExactly(new Violation(PROTOCOL_VIOLATION, "control frame of more than 125 bytes"));
  }

  @Test
  void controlFrameOf125BytesIsRead() {
    byte[] payload = new byte[125];
    payload[124] = 7;

    assertThat(decode(ClientFrame.of(Opcode.PING, payload)))
        .containsExactly(new Ping(ByteString.fromArray(payload)));
  }

  @Test
  void midMessageFromTheFirstByteToTheLast() {
    byte[] bytes =
        Decoding.concatenated(HEL, ClientFrame.hex(Opcode.PING, "01"), LO.unfinished(), EMPTY);
    WebSocketDecoder decoder = new WebSocketDecoder(Decoding.LIMITS);

    assertThat(decoder.isMidMessage()).isFalse();
    for (int i = 0; i < bytes.length; i++) {
      decoder.decode(ByteString.fromInts(bytes[i]), event -> {});
      assertThat(decoder.isMidMessage()).as("after byte %s", i).isEqualTo(i < bytes.length - 1);
    }
  }

  @Test
  void unfinishedControlFrameIsMidMessage() {
    WebSocketDecoder decoder = new WebSocketDecoder(Decoding.LIMITS);

    decoder.decode(ByteString.fromInts(0x89), event -> {});

    assertThat(decoder.isMidMessage()).isTrue();
  }
}
