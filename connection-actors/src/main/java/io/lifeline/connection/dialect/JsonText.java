package io.lifeline.connection.dialect;

import java.nio.charset.StandardCharsets;

/**
 * Writes small JSON objects whose shape is known. Strings are escaped, so that no line break gets
 * in; the caller is responsible for the shape. Not thread-safe.
 */
final class JsonText {
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private final StringBuilder text;

  JsonText(int expectedCharacters) {
    text = new StringBuilder(expectedCharacters);
  }

  /** Appends JSON as it is. */
  JsonText raw(String json) {
    text.append(json);
    return this;
  }

  JsonText number(long value) {
    text.append(value);
    return this;
  }

  /** Appends a string literal (RFC 8259 section 7). */
  JsonText string(String value) {
    text.append('"');
    for (int i = 0; i < value.length(); i++) {
      character(value.charAt(i));
    }
    text.append('"');
    return this;
  }

  private void character(char c) {
    if (c == '"' || c == '\\') {
      text.append('\\').append(c);
    } else if (c < ' ' || c == '\u2028' || c == '\u2029') {
      text.append("\\u").append(HEX[c >> 12]).append(HEX[c >> 8 & 15]);
      text.append(HEX[c >> 4 & 15]).append(HEX[c & 15]);
    } else {
      text.append(c);
    }
  }

  /** What was written; half of a surrogate pair, which UTF-8 cannot express, becomes '?'. */
  byte[] utf8() {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
