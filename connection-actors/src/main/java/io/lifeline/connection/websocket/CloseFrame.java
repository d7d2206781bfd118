package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import java.nio.charset.StandardCharsets;

/** The payload of a close frame: a code and a reason (RFC 6455 sections 5.5.1 and 7.4). */
final class CloseFrame {
  /** Stands for a close frame without a code; never sent itself (section 7.1.5). */
  static final int NO_CODE = 1005;

  private static final int CODE_BYTES = 2;
  private static final int MAX_REASON_BYTES = Opcode.MAX_CONTROL_BYTES - CODE_BYTES;

  private CloseFrame() {}

  /** What a peer's close frame says: a Close, or the Violation that it is. */
  static Inbound read(byte[] payload) {
    if (payload.length == 0) {
      return new Inbound.Close(NO_CODE, "");
    }
    if (payload.length < CODE_BYTES) {
      return new Inbound.Violation(
          CloseReason.PROTOCOL_VIOLATION, "close frame with half a close code");
    }
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    if (!maySend(code)) {
      return new Inbound.Violation(
          CloseReason.PROTOCOL_VIOLATION, "close code " + code + " may not be sent");
    }
    if (!Utf8.isValid(payload, CODE_BYTES, payload.length)) {
      return new Inbound.Violation(CloseReason.INVALID_TEXT, "close reason is not UTF-8");
    }
    int reasonBytes = payload.length - CODE_BYTES;
    return new Inbound.Close(
        code, new String(payload, CODE_BYTES, reasonBytes, StandardCharsets.UTF_8));
  }

  /**
   * The payload of our own close frame; empty for {@link #NO_CODE}.
   *
   * @throws IllegalArgumentException for a code that may not be sent
   */
  static byte[] payload(int code, String reason) {
    if (code == NO_CODE) {
      return new byte[0];
    }
    if (!maySend(code)) {
      throw new IllegalArgumentException("close code " + code + " may not be sent");
    }
    byte[] utf8 = reason.getBytes(StandardCharsets.UTF_8);
    int reasonBytes = cut(utf8);
    byte[] payload = new byte[CODE_BYTES + reasonBytes];
    payload[0] = (byte) (code >>> 8);
    payload[1] = (byte) code;
    System.arraycopy(utf8, 0, payload, CODE_BYTES, reasonBytes);
    return payload;
  }

  /** How many bytes of {@code utf8} fit into a close frame without a torn character. */
  private static int cut(byte[] utf8) {
    int length = Math.min(utf8.length, MAX_REASON_BYTES);
    while (length < utf8.length && length > 0 && Utf8.isContinuation(utf8[length])) {
      length--;
    }
    return length;
  }

  /**
   * The codes that RFC 6455 section 7.4.1 and its registry allow on the wire, and those of
   * libraries and applications. 1004 has no meaning; 1005, 1006 and 1015 never leave a program.
   */
  static boolean maySend(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
