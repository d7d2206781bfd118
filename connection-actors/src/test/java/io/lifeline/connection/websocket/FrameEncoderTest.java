package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.2, 5.5 and 5.7: what a server writes. */
class FrameEncoderTest {
  private static final ByteString HELLO = ByteString.fromString("Hello");

  @Test
  void unmaskedTextOfTheRfcIsWritten() {
    assertThat(hex(FrameEncoder.text(HELLO))).isEqualTo("810548656c6c6f"); // section 5.7
    assertThat(hex(FrameEncoder.text("Hello".getBytes(StandardCharsets.UTF_8))))
        .isEqualTo("810548656c6c6f");
  }

  @Test
  void everyKindHasItsOpcode() {
    ByteString payload = ByteString.fromInts(7);

    assertThat(hex(FrameEncoder.binary(payload))).isEqualTo("820107");
    assertThat(hex(FrameEncoder.ping(payload))).isEqualTo("890107");
    assertThat(hex(FrameEncoder.pong(payload))).isEqualTo("8a0107");
    assertThat(hex(FrameEncoder.close(1001, "bye"))).isEqualTo("880503e9627965");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 8200",
    "1, 8201",
    "125, 827d",
    "126, 827e007e",
    "65535, 827effff",
    "65536, 827f0000000000010000",
    "70000, 827f0000000000011170",
  })
  void lengthIsWrittenInItsShortestForm(int length, String header) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 0x55);

    ByteString frame = FrameEncoder.binary(ByteString.fromArray(payload));

    assertThat(hex(frame.take(header.length() / 2))).isEqualTo(header);
    assertThat(frame.drop(header.length() / 2).toArray()).isEqualTo(payload);
  }

  @Test
  void frameIsOneArrayOfItsSizeAlsoForARope() {
    ByteString rope = ByteString.fromString("Hel").concat(ByteString.fromString("xlo").drop(1));

    ByteString frame = FrameEncoder.text(rope);

    assertThat(frame.isCompact()).isTrue();
    assertThat(frame.toArrayUnsafe()).hasSize(7).isSameAs(frame.toArrayUnsafe());
    assertThat(hex(frame)).isEqualTo("810548656c6c6f");
  }

  @Test
  void controlFrameOfMoreThan125BytesIsRefused() {
    ByteString longest = ByteString.fromArray(new byte[125]);
    ByteString tooLong = ByteString.fromArray(new byte[126]);

    assertThat(FrameEncoder.ping(longest).length()).isEqualTo(127);
    assertThatThrownBy(() -> FrameEncoder.ping(tooLong))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> FrameEncoder.pong(tooLong))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void closeWithoutACodeIsEmpty() {
    assertThat(hex(FrameEncoder.close(1005, "left out"))).isEqualTo("8800");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1006, 1015, 1016, 2999, 5000, -1, 66536})
  void codeThatMayNotBeSentIsRefused(int code) {
    assertThatThrownBy(() -> FrameEncoder.close(code, ""))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "122, x, 123", // fits
    "123, x, 123", // one too many
    "122, é, 122", // the second of two bytes is too many
    "121, é, 123",
    "121, 日, 121", // the third of three bytes is too many
    "120, \ud83d\ude80, 120", // the last of four bytes is too many
    "119, \ud83d\ude80, 123",
    "500, x, 123",
  })
  void reasonIsCutAtACharactersBorder(int ascii, String last, int expectedBytes) {
    String reason = "a".repeat(ascii) + last;

    ByteString frame = FrameEncoder.close(1000, reason);
    String sent = frame.drop(4).utf8String();

    assertThat(frame.length()).isEqualTo(4 + expectedBytes);
    assertThat(reason).startsWith(sent);
  }

  @Test
  void closeOfEveryReasonCanBeReadAgain() {
    ByteString frame = FrameEncoder.close(3503, "disconnected by the server");

    assertThat(CloseFrame.read(frame.drop(2).toArray()))
        .isEqualTo(new Inbound.Close(3503, "disconnected by the server"));
  }

  private static String hex(ByteString bytes) {
    return HexFormat.of().formatHex(bytes.toArray());
  }
}
