package io.lifeline.connection.handshake;

import io.lifeline.connection.handshake.RequestHead.Header;
import io.lifeline.connection.handshake.RequestHeadReader.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes a request head line by line: the request line, then up to 100 headers. */
final class RequestHeadLines {
  private static final int MAX_HEADERS = 100;
  private static final Pattern VERSION = Pattern.compile("HTTP/[0-9]\\.[0-9]");

  private @Nullable RequestLine requestLine;
  private boolean emptyLineSkipped;
  private final List<Header> headers = new ArrayList<>();

  private record RequestLine(String method, String target, String version) {}

  boolean hasRequestLine() {
    return requestLine != null;
  }

  /**
   * @throws IllegalStateException before the request line
   */
  RequestHead head() {
    if (requestLine == null) {
      throw new IllegalStateException("no request line yet");
    }
    return new RequestHead(
        requestLine.method(), requestLine.target(), requestLine.version(), headers);
  }

  /** The answer to a head that is longer than it may be. */
  Malformed tooLong(int maxBytes) {
    return hasRequestLine()
        ? new Malformed(431, "request head longer than " + maxBytes + " bytes")
        : new Malformed(414, "request line longer than " + maxBytes + " bytes");
  }

  /**
   * Takes a line, without its end.
   *
   * @return what is wrong with it, or null
   */
  @Nullable Malformed add(byte[] bytes, int from, int to) {
    String line = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    return requestLine == null ? addRequestLine(line) : addHeader(line);
  }

  private @Nullable Malformed addRequestLine(String line) {
    if (line.isEmpty() && !emptyLineSkipped) {
      emptyLineSkipped = true; // RFC 9112 section 2.2
      return null;
    }
    String[] parts = line.split(" ", -1);
    if (parts.length != 3
        || !HttpCharacters.isToken(parts[0])
        || !HttpCharacters.isTarget(parts[1])
        || !(parts[2].equals("HTTP/1.1") || VERSION.matcher(parts[2]).matches())) {
      return new Malformed(400, "not a request line of HTTP/1.1");
    }
    if (!parts[2].startsWith("HTTP/1.")) {
      return new Malformed(505, "this server speaks HTTP/1.1");
    }
    requestLine = new RequestLine(parts[0], parts[1], parts[2]);
    return null;
  }

  private @Nullable Malformed addHeader(String line) {
    if (headers.size() == MAX_HEADERS) {
      return new Malformed(431, "more than " + MAX_HEADERS + " headers");
    }
    if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
      return new Malformed(400, "folded header");
    }
    int colon = line.indexOf(':');
    if (colon < 0 || !HttpCharacters.isToken(line, 0, colon)) {
      return new Malformed(400, "header without a proper name");
    }
    headers.add(new Header(line.substring(0, colon), withoutWhiteSpace(line, colon + 1)));
    return null;
  }

  /** Only spaces and tabs are white space here (RFC 9112 section 5), unlike for String.trim. */
  private static String withoutWhiteSpace(String line, int from) {
    int start = from;
    int end = line.length();
    while (start < end && isWhiteSpace(line.charAt(start))) {
      start++;
    }
    while (end > start && isWhiteSpace(line.charAt(end - 1))) {
      end--;
    }
    return line.substring(start, end);
  }

  private static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
