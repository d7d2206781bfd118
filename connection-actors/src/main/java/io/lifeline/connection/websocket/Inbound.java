package io.lifeline.connection.websocket;

import io.lifeline.connection.CloseReason;
import org.apache.pekko.util.ByteString;

/** What a peer said, as the {@link WebSocketDecoder} found it in its bytes. */
public sealed interface Inbound {
  /**
   * A whole text message.
   *
   * @param utf8 checked UTF-8, compact
   */
  record Text(ByteString utf8) implements Inbound {}

  /** A whole binary message. */
  record Binary(ByteString bytes) implements Inbound {}

  record Ping(ByteString payload) implements Inbound {}

  record Pong(ByteString payload) implements Inbound {}

  /**
   * The peer closes. Nothing follows.
   *
   * @param code as sent, or 1005 if the frame was empty (RFC 6455 section 7.1.5)
   */
  record Close(int code, String reason) implements Inbound {}

  /**
   * The peer broke the protocol or a limit. Nothing follows.
   *
   * @param reason PROTOCOL_VIOLATION, INVALID_TEXT, CORRUPT_COMPRESSION or MESSAGE_TOO_BIG
   * @param detail what was wrong, for the log; never payload
   */
  record Violation(CloseReason reason, String detail) implements Inbound {}
}
