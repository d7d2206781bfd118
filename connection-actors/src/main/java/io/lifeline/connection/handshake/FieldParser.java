package io.lifeline.connection.handshake;

import org.jspecify.annotations.Nullable;

/** Reads the value of a header field from left to right (RFC 9110 section 5.6). Not thread-safe. */
final class FieldParser {
  private final String text;
  private int position;

  FieldParser(String text) {
    this.text = text;
  }

  boolean isAtEnd() {
    return position == text.length();
  }

  /** Passes over spaces and tabs. */
  void skipWhiteSpace() {
    while (!isAtEnd() && (text.charAt(position) == ' ' || text.charAt(position) == '\t')) {
      position++;
    }
  }

  boolean isNext(char expected) {
    return !isAtEnd() && text.charAt(position) == expected;
  }

  /** Passes over this character, if it is the next. */
  boolean skip(char expected) {
    boolean found = isNext(expected);
    if (found) {
      position++;
    }
    return found;
  }

  /** The token that stands here, or null. */
  @Nullable String token() {
    int start = position;
    while (!isAtEnd() && HttpCharacters.isTokenCharacter(text.charAt(position))) {
      position++;
    }
    return position == start ? null : text.substring(start, position);
  }

  /** What the quoted string that stands here means, or null if it has no end. */
  @Nullable String quotedString() {
    if (!skip('"')) {
      return null;
    }
    StringBuilder meaning = new StringBuilder();
    while (!isAtEnd()) {
      char next = text.charAt(position++);
      if (next == '"') {
        return meaning.toString();
      } else if (next == '\\') {
        if (isAtEnd()) {
          return null;
        }
        meaning.append(text.charAt(position++));
      } else {
        meaning.append(next);
      }
    }
    return null;
  }
}
