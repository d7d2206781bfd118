package io.lifeline.connection.handshake;

/** The character classes of HTTP (RFC 9110 section 5.6.2, RFC 9112 section 5). */
public final class HttpCharacters {
  private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

  private HttpCharacters() {}

  /** One or more of the characters that names and methods are made of. */
  public static boolean isToken(String text) {
    return !text.isEmpty() && text.chars().allMatch(HttpCharacters::isTokenCharacter);
  }

  /** Printable ASCII, white space and the upper half of ISO-8859-1: nothing that ends a line. */
  static boolean isFieldValue(String text) {
    return text.chars().allMatch(c -> c < 0x100 && !isControl(c));
  }

  /** One or more characters of printable ASCII. */
  static boolean isTarget(String text) {
    return !text.isEmpty() && text.chars().allMatch(c -> c > ' ' && c < 0x7f);
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
