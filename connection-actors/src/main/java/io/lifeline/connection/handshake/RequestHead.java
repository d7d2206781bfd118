package io.lifeline.connection.handshake;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * An HTTP request line with its headers (RFC 9112 sections 3 and 5).
 *
 * @param target the request target as it was sent, for example {@code /ws?channel=news}
 */
public record RequestHead(String method, String target, String version, List<Header> headers) {
  /**
   * @param name in lower case
   * @param value without surrounding white space
   */
  public record Header(String name, String value) {
    public Header {
      name = name.toLowerCase(Locale.ROOT);
    }
  }

  public RequestHead {
    headers = List.copyOf(headers);
  }

  /**
   * The target's path, also of a target in absolute form (RFC 9112 section 3.2.2). Characters that
   * need no percent-encoding have none.
   */
  public String path() {
    return new RequestTarget(target).path();
  }

  /**
   * Host and port that the request is for: those of a target in absolute form, which come before
   * the {@code Host} header (RFC 9112 section 3.2.2).
   */
  public Optional<String> authority() {
    return new RequestTarget(target).authority().or(() -> header("host"));
  }

  /** The first value of a header; {@code name} in lower case. */
  public Optional<String> header(String name) {
    for (Header header : headers) {
      if (header.name().equals(name)) {
        return Optional.of(header.value());
      }
    }
    return Optional.empty();
  }

  /** The values of a header, one for each of its lines; {@code name} in lower case. */
  public List<String> headerLines(String name) {
    List<String> lines = new ArrayList<>(1);
    for (Header header : headers) {
      if (header.name().equals(name)) {
        lines.add(header.value());
      }
    }
    return lines;
  }

  /** All elements of a comma-separated header, over all its lines, trimmed, empty ones left out. */
  public List<String> headerElements(String name) {
    List<String> elements = new ArrayList<>();
    for (Header header : headers) {
      if (header.name().equals(name)) {
        addElements(header.value(), elements);
      }
    }
    return elements;
  }

  private static void addElements(String value, List<String> elements) {
    int start = 0;
    while (start <= value.length()) {
      int comma = value.indexOf(',', start);
      int end = comma < 0 ? value.length() : comma;
      String element = value.substring(start, end);
      if (!element.isBlank()) {
        elements.add(element.trim());
      }
      start = end + 1;
    }
  }

  /**
   * All values of a query parameter, percent-decoded, in order.
   *
   * @throws IllegalArgumentException if a value is not well encoded
   */
  public List<String> query(String name) {
    int start = target.indexOf('?');
    List<String> values = new ArrayList<>();
    if (start >= 0) {
      for (String pair : target.substring(start + 1).split("&", -1)) {
        int equals = pair.indexOf('=');
        String key = equals < 0 ? pair : pair.substring(0, equals);
        if (decoded(key).equals(name)) {
          values.add(equals < 0 ? "" : decoded(pair.substring(equals + 1)));
        }
      }
    }
    return values;
  }

  private static String decoded(String text) {
    boolean encoded = text.indexOf('%') >= 0 || text.indexOf('+') >= 0;
    return encoded ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
  }
}
