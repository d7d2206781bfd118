package io.lifeline.load.peer;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * The opening handshake of one WebSocket, as its client.
 *
 * @param head the request to send
 * @param accept what the answer's Sec-WebSocket-Accept must be
 */
public record Upgrade(String head, String accept) {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  public static Upgrade to(InetSocketAddress address, String path, SplittableRandom random) {
    byte[] nonce = new byte[16];
    random.nextBytes(nonce);
    String key = Base64.getEncoder().encodeToString(nonce);
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: "
            + address.getHostString()
            + ":"
            + address.getPort()
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: "
            + key
            + "\r\n\r\n";
    return new Upgrade(head, accept(key));
  }

  /** What a server answers to a key: RFC 6455 section 4.2.2. */
  public static String accept(String key) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      byte[] hash = sha1.digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
