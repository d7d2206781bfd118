package io.lifeline.connection.handshake;

/** The character classes of HTTP (RFC 9110 section 5.6.2, RFC 9112 section 5). */
public final class HttpCharacters {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private HttpCharacters() {}

  /** One or more of the characters that names and methods are made of. */
  public static boolean isToken(String text) {
    return isToken(text, 0, text.length());
  }

  /** The same of a part of a text. */
  static boolean isToken(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isTokenCharacter(text.charAt(i))) {
        return false;
      }
    }
    return from < to;
  }

  /** Printable ASCII, white space and the upper half of ISO-8859-1: nothing that ends a line. */
  static boolean isFieldValue(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x100 || isControl(c)) {
        return false;
      }
    }
    return true;
  }

  /** One or more characters of printable ASCII. */
  static boolean isTarget(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** A control character other than the tab. */
  static boolean isControl(int c) {
    return (c < ' ' && c != '\t') || c == 0x7f;
  }

  static boolean isTokenCharacter(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || TOKEN_MARKS.indexOf(c) >= 0;
  }
}
