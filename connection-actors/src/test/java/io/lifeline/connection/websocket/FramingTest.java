package io.lifeline.connection.websocket;

import static io.lifeline.connection.CloseReason.PROTOCOL_VIOLATION;
import static io.lifeline.connection.websocket.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Ping;
import io.lifeline.connection.websocket.Inbound.Pong;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.2, 5.3 and 5.7: headers, lengths, masks. */
class FramingTest {
  @Test
  void maskedTextOfTheRfcIsRead() {
    assertThat(decode("81 85 37fa213d 7f9f4d5158")) // "Hello", section 5.7
        .containsExactly(new Text(ByteString.fromString("Hello")));
  }

  @Test
  void maskedPongOfTheRfcIsRead() {
    assertThat(decode("8a 85 37fa213d 7f9f4d5158")) // "Hello", section 5.7
        .containsExactly(new Pong(ByteString.fromString("Hello")));
  }

  @Test
  void emptyFramesAreEvents() {
    assertThat(decode("81 80 01020304  82 80 01020304  89 80 01020304  8a 80 01020304"))
        .containsExactly(
            new Text(ByteString.emptyByteString()),
            new Binary(ByteString.emptyByteString()),
            new Ping(ByteString.emptyByteString()),
            new Pong(ByteString.emptyByteString()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 7, 8, 9, 15, 16, 17, 124, 125, 126, 127, 65_535, 65_536, 65_537})
  void payloadOfEveryLengthEncodingArrives(int length) {
    byte[] payload = new byte[length];
    for (int i = 0; i < length; i++) {
      payload[i] = (byte) (i * 31);
    }

    assertThat(decode(ClientFrame.of(Opcode.BINARY, payload)))
        .containsExactly(new Binary(ByteString.fromArray(payload)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 0x80000000, 0x00000080, 0x01020304, 0xfedcba98})
  void everyMaskIsRemoved(int mask) {
    assertThat(decode(ClientFrame.text("the quick brown fox").withMask(mask)))
        .containsExactly(new Text(ByteString.fromString("the quick brown fox")));
  }

  @Test
  void framesThatFollowEachOtherAreReadInOrder() {
    assertThat(
            decode(
                ClientFrame.text("a"),
                ClientFrame.hex(Opcode.PING, "01"),
                ClientFrame.hex(Opcode.BINARY, "02")))
        .containsExactly(
            new Text(ByteString.fromString("a")),
            new Ping(ByteString.fromInts(1)),
            new Binary(ByteString.fromInts(2)));
  }

  @Test
  void payloadsAreCompact() {
    List<Inbound> events = decode(ClientFrame.text("a"), ClientFrame.hex(Opcode.BINARY, "02"));

    assertThat(((Text) events.get(0)).utf8().isCompact()).isTrue();
    assertThat(((Binary) events.get(1)).bytes().isCompact()).isTrue();
  }

  @Test
  void sliceAndRopeAreReadLikeAnArray() {
    ByteString frame = ByteString.fromArray(ClientFrame.text("sliced").bytes());
    ByteString slice = ByteString.fromString("xx").concat(frame).compact().drop(2);
    ByteString rope = frame.take(3).concat(frame.drop(3));
    WebSocketDecoder decoder = new WebSocketDecoder(Decoding.LIMITS);
    List<Inbound> events = new ArrayList<>();

    decoder.decode(slice, events::add);
    decoder.decode(rope, events::add);

    Text sliced = new Text(ByteString.fromString("sliced"));
    assertThat(events).containsExactly(sliced, sliced);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
  void reservedBitIsAViolation(int bits) {
    assertThat(decode(ClientFrame.text("a").withReserved(bits)))
        .containsExactly(
            new Violation(PROTOCOL_VIOLATION, "reserved bit set without an extension"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x3, 0x4, 0x5, 0x6, 0x7, 0xb, 0xc, 0xd, 0xe, 0xf})
  void reservedOpcodeIsAViolation(int opcode) {
    assertThat(decode(ClientFrame.hex(opcode, "00")))
        .containsExactly(
            new Violation(PROTOCOL_VIOLATION, "reserved opcode 0x" + Integer.toHexString(opcode)));
  }

  @ParameterizedTest
  @ValueSource(ints = {Opcode.TEXT, Opcode.BINARY, Opcode.PING, Opcode.PONG, Opcode.CLOSE})
  void frameWithoutMaskIsAViolation(int opcode) {
    assertThat(decode(ClientFrame.hex(opcode, "03e8").unmasked()))
        .containsExactly(new Violation(PROTOCOL_VIOLATION, "client frame without a mask"));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", "125, 2", "0, 8", "125, 8", "126, 8", "65535, 8"})
  void lengthNotInItsShortestFormIsAViolation(int length, int lengthBytes) {
    assertThat(decode(ClientFrame.sized(Opcode.BINARY, length).withLengthIn(lengthBytes)))
        .containsExactly(
            new Violation(PROTOCOL_VIOLATION, "frame length not in its shortest form"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"82 ff 8000000000000000", "82 ff ffffffffffffffff"})
  void lengthOfMoreThan63BitsIsAViolation(String header) {
    assertThat(decode(header))
        .containsExactly(new Violation(PROTOCOL_VIOLATION, "frame length of more than 63 bits"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"c1", "83", "80", "09", "81 05", "89 fe", "82 fe 007d"})
  void violationIsNoticedAtTheByteThatShowsIt(String hex) {
    byte[] bytes = ClientFrame.bytes(hex);
    List<byte[]> withoutLast = List.of(Arrays.copyOf(bytes, bytes.length - 1));

    assertThat(Decoding.decodePieces(Decoding.LIMITS, withoutLast)).isEmpty();
    assertThat(decode(hex)).singleElement().isInstanceOf(Violation.class);
  }

  @Test
  void nothingFollowsAViolation() {
    byte[] wrong = ClientFrame.text("a").unmasked().bytes();
    WebSocketDecoder decoder = new WebSocketDecoder(Decoding.LIMITS);
    List<Inbound> events = new ArrayList<>();

    decoder.decode(ByteString.fromArray(wrong), events::add);
    decoder.decode(ByteString.fromArray(ClientFrame.text("b").bytes()), events::add);

    assertThat(events).singleElement().isInstanceOf(Violation.class);
    assertThat(decoder.isMidMessage()).isFalse();
  }
}
