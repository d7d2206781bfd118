package io.lifeline.connection.websocket;

import static io.lifeline.connection.CloseReason.INVALID_TEXT;
import static io.lifeline.connection.CloseReason.PROTOCOL_VIOLATION;
import static io.lifeline.connection.websocket.Decoding.decode;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Inbound.Close;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 6455 sections 5.5.1 and 7: the peer's close frame. */
class ClosingTest {
  @Test
  void emptyCloseFrameHasNoCode() {
    assertThat(decode("88 80 00000000")).containsExactly(new Close(1005, ""));
  }

  @Test
  void codeAndReasonAreRead() {
    assertThat(decode(ClientFrame.hex(Opcode.CLOSE, "03e9 627965"))) // 1001 "bye"
        .containsExactly(new Close(1001, "bye"));
  }

  @Test
  void reasonMayHave123BytesOfUtf8() {
    String reason = "é".repeat(61) + "x";

    assertThat(decode(close(1000, reason))).containsExactly(new Close(1000, reason));
  }

  @Test
  void halfACodeIsAViolation() {
    assertThat(decode(ClientFrame.hex(Opcode.CLOSE, "03")))
        .containsExactly(new Violation(PROTOCOL_VIOLATION, "close frame with half a close code"));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014, 3000, 3999, 4000,
        4999
      })
  void codeThatMayBeSentIsRead(int code) {
    assertThat(decode(close(code, ""))).containsExactly(new Close(code, ""));
  }

  @ParameterizedTest
  @ValueSource(
      ints = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999, 5000, 32768, 65535})
  void codeThatMayNotBeSentIsAViolation(int code) {
    assertThat(decode(close(code, "")))
        .containsExactly(
            new Violation(PROTOCOL_VIOLATION, "close code " + code + " may not be sent"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "6279 c3", "eda080"})
  void reasonThatIsNotUtf8IsInvalidText(String reason) {
    assertThat(decode(ClientFrame.hex(Opcode.CLOSE, "03e8" + reason)))
        .containsExactly(new Violation(INVALID_TEXT, "close reason is not UTF-8"));
  }

  @Test
  void nothingFollowsAClose() {
    ClientFrame wrong = ClientFrame.text("x").unmasked();

    assertThat(decode(close(1000, ""), ClientFrame.text("more"), wrong))
        .containsExactly(new Close(1000, ""));
  }

  private static ClientFrame close(int code, String reason) {
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    byte[] payload = new byte[2 + utf8.length];
    payload[0] = (byte) (code >> 8);
    payload[1] = (byte) code;
    System.arraycopy(utf8, 0, payload, 2, utf8.length);
    return ClientFrame.of(Opcode.CLOSE, payload);
  }
}
