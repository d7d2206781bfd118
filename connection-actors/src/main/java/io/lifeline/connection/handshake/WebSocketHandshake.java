package io.lifeline.connection.handshake;

import io.lifeline.connection.handshake.RequestHead.Header;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;

/**
 * The server's side of the opening handshake (RFC 6455 section 4.2). Who the client is and whether
 * it may come in is decided elsewhere; this is only about the form.
 *
 * <p>Stateless; safe from any thread.
 */
public final class WebSocketHandshake {
  private static final String SUPPORTED_VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"; // section 1.3

  private static final String PROTOCOL = "sec-websocket-protocol";
  private static final String EXTENSIONS = "sec-websocket-extensions";

  private WebSocketHandshake() {}

  /** What a request for an upgrade is worth. */
  public sealed interface Check {}

  /**
   * A request that may be answered by {@link #switchingProtocols}.
   *
   * @param acceptKey the value of {@code Sec-WebSocket-Accept}
   * @param subprotocols that the client speaks, the one that it likes best first
   */
  public record Valid(String acceptKey, List<String> subprotocols) implements Check {
    public Valid {
      subprotocols = List.copyOf(subprotocols);
    }
  }

  /**
   * A request that must be answered by {@link #refusal}.
   *
   * @param headers that the status calls for
   * @param reason for the answer's text and the log; nothing that the peer sent
   */
  public record Invalid(int status, List<Header> headers, String reason) implements Check {
    public Invalid {
      headers = List.copyOf(headers);
    }
  }

  /** Whether the request asks for a WebSocket, well or badly; anything else is plain HTTP. */
  public static boolean isUpgrade(RequestHead head) {
    return hasElement(head, "upgrade", "websocket");
  }

  /** Checks the form of a request for an upgrade (RFC 6455 section 4.2.1). */
  public static Check check(RequestHead head) {
    if (!head.method().equals("GET")) {
      return new Invalid(
          405, List.of(new Header("allow", "GET")), "a WebSocket handshake is a GET request");
    }
    if (head.version().equals("HTTP/1.0")) {
      return badRequest("a WebSocket handshake needs HTTP/1.1");
    }
    if (!new RequestTarget(head.target()).isWellFormed()) {
      return badRequest("the request target is not well formed");
    }
    List<String> hosts = head.headerLines("host");
    if (hosts.size() != 1 || !RequestTarget.isAuthority(hosts.get(0))) {
      return badRequest("expected one Host header with a host");
    }
    if (!isUpgrade(head) || !hasElement(head, "connection", "upgrade")) {
      return badRequest("expected the headers Connection: Upgrade and Upgrade: websocket");
    }
    if (hasBody(head)) {
      return badRequest("a WebSocket handshake has no body");
    }
    return checkWebSocketHeaders(head);
  }

  /**
   * What is said at a WebSocket's path to a request that asks for no upgrade, or for a version of
   * WebSocket that is not spoken here (RFC 9110 section 15.5.22, RFC 6455 section 4.4).
   */
  public static Invalid upgradeRequired(String reason) {
    return new Invalid(
        426,
        List.of(
            new Header("upgrade", "websocket"),
            new Header("sec-websocket-version", SUPPORTED_VERSION)),
        reason);
  }

  private static Check checkWebSocketHeaders(RequestHead head) {
    if (!head.headerLines("sec-websocket-version").equals(List.of(SUPPORTED_VERSION))) {
      return upgradeRequired("expected Sec-WebSocket-Version: 13");
    }
    List<String> keys = head.headerLines("sec-websocket-key");
    if (keys.size() != 1 || !isKey(keys.get(0))) {
      return badRequest("expected one Sec-WebSocket-Key of 16 bytes in base64");
    }
    Optional<List<String>> subprotocols = subprotocols(head);
    if (subprotocols.isEmpty()) {
      return badRequest("expected different tokens in Sec-WebSocket-Protocol");
    }
    if (Extension.parse(head.headerLines(EXTENSIONS)).isEmpty()) {
      return badRequest("malformed Sec-WebSocket-Extensions"); // section 9.1 wants it failed
    }
    return new Valid(acceptKey(keys.get(0)), subprotocols.get());
  }

  /** None, or different tokens (section 4.1); empty if the header is malformed. */
  private static Optional<List<String>> subprotocols(RequestHead head) {
    if (head.header(PROTOCOL).isEmpty()) {
      return Optional.of(List.of()); // as most clients have it
    }
    List<String> elements = head.headerElements(PROTOCOL);
    boolean wellFormed =
        elements.stream().allMatch(HttpCharacters::isToken)
            && elements.stream().distinct().count() == elements.size()
            && !elements.isEmpty();
    return wellFormed ? Optional.of(elements) : Optional.empty();
  }

  /**
   * The answer after which both sides speak frames.
   *
   * @param extra further headers, for example {@code sec-websocket-protocol}
   * @throws IllegalArgumentException if a header would not stay in its line
   */
  public static ByteString switchingProtocols(String acceptKey, List<Header> extra) {
    return new HttpResponse(101)
        .header("Upgrade", "websocket")
        .header("Connection", "Upgrade")
        .header("Sec-WebSocket-Accept", acceptKey)
        .headers(extra)
        .withoutBody();
  }

  /**
   * A complete HTTP response, after which the connection is to be closed.
   *
   * @param extra further headers, for example {@code retry-after}
   * @param text for the person who reads it, one line or more
   * @throws IllegalArgumentException if a header would not stay in its line
   */
  public static ByteString refusal(int status, List<Header> extra, String text) {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    boolean offersUpgrade = extra.stream().anyMatch(header -> header.name().equals("upgrade"));
    return new HttpResponse(status)
        .header("Connection", offersUpgrade ? "close, Upgrade" : "close")
        .header("Content-Type", "text/plain; charset=utf-8")
        .header("Content-Length", Integer.toString(body.length))
        .headers(extra)
        .withBody(body);
  }

  /** The value of {@code Sec-WebSocket-Accept} for a client's key (RFC 6455 section 4.2.2). */
  public static String acceptKey(String key) {
    byte[] salted = (key + KEY_SUFFIX).getBytes(StandardCharsets.ISO_8859_1);
    return Base64.getEncoder().encodeToString(sha1().digest(salted));
  }

  private static MessageDigest sha1() {
    try {
      return MessageDigest.getInstance("SHA-1");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform has SHA-1", impossible);
    }
  }

  private static Invalid badRequest(String reason) {
    return new Invalid(400, List.of(), reason);
  }

  private static boolean hasElement(RequestHead head, String name, String element) {
    for (String sent : head.headerElements(name)) {
      if (element.equalsIgnoreCase(sent)) {
        return true;
      }
    }
    return false;
  }

  /** Its bytes would be taken for frames. */
  private static boolean hasBody(RequestHead head) {
    return head.header("transfer-encoding").isPresent()
        || head.headerLines("content-length").stream().anyMatch(length -> !length.equals("0"));
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
