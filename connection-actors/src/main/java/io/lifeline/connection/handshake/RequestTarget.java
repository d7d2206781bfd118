package io.lifeline.connection.handshake;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The target of a request in origin or absolute form (RFC 9112 section 3.2).
 *
 * @param text as it was sent
 */
record RequestTarget(String text) {
  private static final Pattern ABSOLUTE =
      Pattern.compile("(?i:https?|wss?)://([^/?]*)([^?]*).*", Pattern.DOTALL);
  private static final Pattern BAD_PERCENT = Pattern.compile("%(?![0-9A-Fa-f]{2})");
  private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9._~!$&'()*+,;=%-]+)(:[0-9]{0,5})?");
  private static final String UNRESERVED_MARKS = "-._~";

  /** A host with or without a port (RFC 3986 section 3.2), not empty and without a user. */
  static boolean isAuthority(String text) {
    return AUTHORITY.matcher(text).matches();
  }

  /**
   * Whether it may be the target of a WebSocket handshake: a path, or a URI of HTTP or WebSocket,
   * without a fragment (RFC 6455 section 3), percent-encoded as it must be, and in UTF-8.
   */
  boolean isWellFormed() {
    return (isOriginForm() || authority().filter(RequestTarget::isAuthority).isPresent())
        && text.indexOf('#') < 0
        && (isPlain() || (!BAD_PERCENT.matcher(text).find() && isUtf8()));
  }

  /** A path; else it is absolute, if it is anything. */
  private boolean isOriginForm() {
    return text.startsWith("/");
  }

  /** Nothing in it is encoded or should have been. */
  private boolean isPlain() {
    return text.indexOf('%') < 0 && HttpCharacters.isTarget(text);
  }

  /** Host and port of the absolute form. */
  Optional<String> authority() {
    if (isOriginForm()) {
      return Optional.empty();
    }
    Matcher absolute = ABSOLUTE.matcher(text);
    return absolute.matches() ? Optional.of(absolute.group(1)) : Optional.empty();
  }

  /**
   * The path, in which characters that need no encoding are not encoded (RFC 3986 section 6.2.2.2).
   */
  String path() {
    if (!isOriginForm()) {
      Matcher absolute = ABSOLUTE.matcher(text);
      if (absolute.matches()) {
        return absolute.group(2).isEmpty() ? "/" : normalised(absolute.group(2));
      }
    }
    int query = text.indexOf('?');
    return normalised(query < 0 ? text : text.substring(0, query));
  }

  private static String normalised(String path) {
    if (path.indexOf('%') < 0) {
      return path;
    }
    return ENCODED
        .matcher(path)
        .replaceAll(
            encoded -> {
              char decoded = (char) Integer.parseInt(encoded.group().substring(1), 16);
              return Matcher.quoteReplacement(
                  isUnreserved(decoded) ? String.valueOf(decoded) : encoded.group());
            });
  }

  private static boolean isUnreserved(char c) {
    return (c < 0x80 && Character.isLetterOrDigit(c)) || UNRESERVED_MARKS.indexOf(c) >= 0;
  }

  /** Of a text in which each percent sign stands before two digits. */
  private boolean isUtf8() {
    ByteBuffer bytes = ByteBuffer.allocate(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '%') {
        bytes.put((byte) Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put((byte) text.charAt(i));
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
