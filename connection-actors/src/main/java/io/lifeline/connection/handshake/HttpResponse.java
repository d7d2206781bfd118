package io.lifeline.connection.handshake;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.pekko.util.ByteString;

/** Writes the head of an HTTP/1.1 response in such a way that no value can end its line. */
final class HttpResponse {
  private static final String END_OF_LINE = "\r\n";

  private final StringBuilder head = new StringBuilder(160);

  HttpResponse(int status) {
    head.append("HTTP/1.1 ").append(status).append(' ').append(phrase(status)).append(END_OF_LINE);
  }

  /**
   * @throws IllegalArgumentException if the name is no token or the value no line of ISO-8859-1
   */
  HttpResponse header(String name, String value) {
    if (!HttpCharacters.isToken(name) || !HttpCharacters.isFieldValue(value)) {
      throw new IllegalArgumentException(
          "header [" + printable(name) + "] cannot be sent as it is");
    }
    head.append(name).append(": ").append(value).append(END_OF_LINE);
    return this;
  }

  HttpResponse headers(List<RequestHead.Header> headers) {
    headers.forEach(header -> header(header.name(), header.value()));
    return this;
  }

  ByteString withoutBody() {
    return withBody(new byte[0]);
  }

  ByteString withBody(byte[] body) {
    byte[] lines = head.append(END_OF_LINE).toString().getBytes(StandardCharsets.ISO_8859_1);
    byte[] response = new byte[lines.length + body.length];
    System.arraycopy(lines, 0, response, 0, lines.length);
    System.arraycopy(body, 0, response, lines.length, body.length);
    return ByteString.fromArrayUnsafe(response);
  }

  private static String printable(String name) {
    return name.replaceAll("[^\\x20-\\x7e]", "?");
  }

  /** The phrase may be empty (RFC 9112 section 4); it is for people. */
  private static String phrase(int status) {
    return switch (status) {
      case 101 -> "Switching Protocols";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 414 -> "URI Too Long";
      case 426 -> "Upgrade Required";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "";
    };
  }
}
