package io.lifeline.edge;

import java.nio.charset.StandardCharsets;

/** A client's half of a WebSocket's opening handshake (RFC 6455, 4.1). */
public final class Handshake {
  private Handshake() {}

  /**
   * The whole request, whose lines end as Java's do.
   *
   * @param target path and query
   * @param headers further lines, for example {@code Origin: https://app.example}
   */
  public static String head(String target, String... headers) {
    String lines = headers.length == 0 ? "" : String.join("\n", headers) + "\n";
    return "GET "
        + target
        + " HTTP/1.1\nHost: test\n"
        + "Upgrade: websocket\nConnection: keep-alive, Upgrade\nSec-WebSocket-Version: 13\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\n"
        + lines
        + "\n";
  }

  /** The same as it goes over the wire. */
  public static byte[] bytes(String target, String... headers) {
    return head(target, headers).replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII);
  }
}
