package io.lifeline.connection.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.pekko.util.ByteString;

/**
 * Writes a client's frame the slow and obvious way, byte by byte as RFC 6455 section 5.2 draws it,
 * right or deliberately wrong.
 */
record ClientFrame(
    boolean fin,
    int reserved,
    int opcode,
    boolean masked,
    int mask,
    int lengthBytes,
    ByteString data) {
  private static final int MASK = 0x37fa213d; // of the examples in section 5.7

  static ClientFrame of(int opcode, byte[] data) {
    int lengthBytes = data.length < 126 ? 0 : data.length < 65536 ? 2 : 8;
    return new ClientFrame(true, 0, opcode, true, MASK, lengthBytes, ByteString.fromArray(data));
  }

  static ClientFrame text(String text) {
    return of(Opcode.TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  static ClientFrame hex(int opcode, String payload) {
    return of(opcode, bytes(payload));
  }

  static ClientFrame sized(int opcode, int payloadBytes) {
    return of(opcode, new byte[payloadBytes]);
  }

  /** Bytes of hexadecimal digits, in which white space counts for nothing. */
  static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }

  ClientFrame unfinished() {
    return new ClientFrame(false, reserved, opcode, masked, mask, lengthBytes, data);
  }

  ClientFrame withReserved(int bits) {
    return new ClientFrame(fin, bits, opcode, masked, mask, lengthBytes, data);
  }

  ClientFrame unmasked() {
    return new ClientFrame(fin, reserved, opcode, false, 0, lengthBytes, data);
  }

  ClientFrame withMask(int other) {
    return new ClientFrame(fin, reserved, opcode, masked, other, lengthBytes, data);
  }

  ClientFrame withLengthIn(int bytes) {
    return new ClientFrame(fin, reserved, opcode, masked, mask, bytes, data);
  }

  /** The same frame with another length in its header than it has. */
  byte[] claiming(long length) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((fin ? 0x80 : 0) | (reserved << 4) | opcode);
    int maskBit = masked ? 0x80 : 0;
    out.write(maskBit | (lengthBytes == 0 ? (int) length : lengthBytes == 2 ? 126 : 127));
    for (int shift = 8 * (lengthBytes - 1); shift >= 0; shift -= 8) {
      out.write((int) (length >>> shift));
    }
    for (int shift = 24; masked && shift >= 0; shift -= 8) {
      out.write(mask >>> shift);
    }
    for (int i = 0; i < data.length(); i++) {
      out.write(data.apply(i) ^ (mask >>> (24 - 8 * (i % 4))));
    }
    return out.toByteArray();
  }

  byte[] bytes() {
    return claiming(data.length());
  }
}
