package io.lifeline.connection.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * How the table writes frames: flags, an opcode, and a payload in parts.
 *
 * <pre>
 *   text "hello"              a whole text message
 *   more text "hel"           its first fragment
 *   cont "lo"*2 hex:ff        its last fragment, of three parts: lo, lo, and the byte ff
 *   close 1000 "bye"          a code and a reason
 *   rsv1 ping, op11           a reserved bit, a reserved opcode
 * </pre>
 *
 * <p>Flags: {@code more} (no FIN), {@code rsv1} to {@code rsv3}, {@code deflated} (RSV1, and the
 * payload compressed as a whole message). Only for what the client sends: {@code unmasked}, {@code
 * mask:00000000}, {@code len16} and {@code len64} (a longer length than need be), {@code claim:N}
 * (another length than there is), {@code cut:N} (only the first N bytes).
 */
final class Notation {
  static final int CLOSE = 8;
  static final int PING = 9;
  private static final List<String> OPCODES =
      List.of(
          "cont", "text", "binary", "op3", "op4", "op5", "op6", "op7", "close", "ping", "pong",
          "op11", "op12", "op13", "op14", "op15");
  private static final int DEFAULT_MASK = 0x37fa213d; // of the examples in section 5.7

  private int first = 0x80;
  private boolean masked = true;
  private int mask = DEFAULT_MASK;
  private int lengthBytes;
  private long claimed = -1;
  private int cut = Integer.MAX_VALUE;
  private boolean deflated;
  private boolean hasCode;
  private boolean hasParts;
  private final ByteArrayOutputStream payload = new ByteArrayOutputStream();

  private Notation(String frame) {
    boolean opcodeRead = false;
    for (String word : Words.of(frame)) {
      if (opcodeRead) {
        part(word);
      } else if (OPCODES.contains(word)) {
        first |= OPCODES.indexOf(word);
        opcodeRead = true;
      } else {
        flag(word);
      }
    }
    if (!opcodeRead) {
      throw new IllegalArgumentException("no opcode: " + frame);
    }
  }

  /** What the client sends; {@code raw} is followed by bytes as they are. */
  static ConformanceCase.Send sent(String frame) {
    if (frame.startsWith("raw ")) {
      Notation raw = new Notation("binary " + frame.substring("raw ".length()));
      return new ConformanceCase.Send(raw.payload());
    }
    Notation notation = new Notation(frame);
    return new ConformanceCase.Send(ByteString.fromArrayUnsafe(notation.clientFrame()));
  }

  /** What the server sends. Only a code asks for that code, with whatever reason. */
  static ExpectedFrame expected(String frame) {
    Notation notation = new Notation(frame);
    return new ExpectedFrame(
        notation.first,
        notation.payload(),
        notation.deflated,
        notation.hasCode && !notation.hasParts);
  }

  private ByteString payload() {
    return ByteString.fromArrayUnsafe(payload.toByteArray());
  }

  private void flag(String word) {
    switch (word.contains(":") ? word.substring(0, word.indexOf(':')) : word) {
      case "more" -> first &= 0x7f;
      case "rsv1" -> first |= 0x40;
      case "deflated" -> {
        first |= 0x40;
        deflated = true;
      }
      case "rsv2" -> first |= 0x20;
      case "rsv3" -> first |= 0x10;
      case "unmasked" -> masked = false;
      case "mask" -> mask = Integer.parseUnsignedInt(value(word), 16);
      case "len16" -> lengthBytes = 2;
      case "len64" -> lengthBytes = 8;
      case "claim" -> claimed = Long.parseUnsignedLong(value(word));
      case "cut" -> cut = Integer.parseInt(value(word));
      default -> throw new IllegalArgumentException("unknown: " + word);
    }
  }

  private void part(String word) {
    if ((first & 0xf) == CLOSE && !hasCode && !hasParts && word.matches("[0-9]+")) {
      int code = Integer.parseInt(word);
      payload.write(code >>> 8);
      payload.write(code);
      hasCode = true;
      return;
    }
    hasParts = true;
    int star = word.lastIndexOf('*');
    boolean repeated = star > 0 && word.substring(star + 1).matches("[0-9]+");
    byte[] once = literal(repeated ? word.substring(0, star) : word);
    int times = repeated ? Integer.parseInt(word.substring(star + 1)) : 1;
    for (int i = 0; i < times; i++) {
      payload.writeBytes(once);
    }
  }

  private static byte[] literal(String word) {
    if (word.startsWith("hex:")) {
      return HexFormat.of().parseHex(value(word));
    }
    if (word.startsWith("\"") && word.endsWith("\"") && word.length() > 1) {
      return word.substring(1, word.length() - 1)
          .translateEscapes()
          .getBytes(StandardCharsets.UTF_8);
    }
    throw new IllegalArgumentException("neither \"text\" nor hex: " + word);
  }

  private byte[] clientFrame() {
    byte[] data = deflated ? Deflate.compressed(payload.toByteArray()) : payload.toByteArray();
    long length = claimed < 0 ? data.length : claimed;
    int shortest = length < 126 && length >= 0 ? 0 : length < 1 << 16 && length >= 0 ? 2 : 8;
    int extended = Math.max(lengthBytes, shortest);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    frame.write((masked ? 0x80 : 0) | (extended == 0 ? (int) length : extended == 2 ? 126 : 127));
    for (int shift = 8 * (extended - 1); shift >= 0; shift -= 8) {
      frame.write((int) (length >>> shift));
    }
    for (int shift = 24; masked && shift >= 0; shift -= 8) {
      frame.write(mask >>> shift);
    }
    for (int i = 0; i < data.length; i++) {
      frame.write(masked ? data[i] ^ (mask >>> (24 - 8 * (i % 4))) : data[i]);
    }
    byte[] all = frame.toByteArray();
    return cut < all.length ? Arrays.copyOf(all, cut) : all;
  }

  private static String value(String word) {
    return word.substring(word.indexOf(':') + 1);
  }
}
