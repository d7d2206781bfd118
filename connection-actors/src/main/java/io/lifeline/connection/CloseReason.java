package io.lifeline.connection;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Every way in which a connection ends (promise 7): the close code that the peer is sent, whether
 * reconnecting can help, and the label under which the end is counted.
 *
 * <p>Where RFC 6455 section 7.4.1 or its IANA registry has a code for the case, it is that code.
 * The others lie in 3000-3999, in the ranges that the Centrifuge client protocol gives meaning to:
 * below 3500 a client may reconnect, from 3500 on it must not.
 */
public enum CloseReason {
  // --- the peer's doing
  PEER_CLOSED(1000, Retry.CLIENT_DECIDES, "closed by the peer"),
  PEER_RESET(0, Retry.CLIENT_DECIDES, "reset by the peer"),
  /** The peer ended its half of the stream without a close frame. */
  PEER_ENDED(0, Retry.CLIENT_DECIDES, "ended by the peer without a close frame"),

  // --- the peer went silent
  SILENT_PEER(3012, Retry.RECONNECT, "no answer to heartbeat"),
  RECEIVE_TIMEOUT(3013, Retry.RECONNECT, "nothing received"),

  // --- before the upgrade; the peer is answered in HTTP
  HANDSHAKE_TIMEOUT(0, Retry.RECONNECT, "request head too slow"),
  HANDSHAKE_MALFORMED(0, Retry.DO_NOT, "request head malformed or too large"),
  REFUSED(0, Retry.RECONNECT, "refused before the upgrade"),
  /** The peer spoke no TLS, or none that is acceptable, where TLS is spoken. */
  TLS_FAILED(0, Retry.DO_NOT, "TLS failed"),
  /** A connection that only spoke HTTP came to its end. */
  HTTP_ENDED(0, Retry.CLIENT_DECIDES, "HTTP connection ended"),

  // --- what the peer sent
  PROTOCOL_VIOLATION(1002, Retry.DO_NOT, "protocol violation"),
  UNSUPPORTED_DATA(1003, Retry.DO_NOT, "this kind of message is not supported"),
  INVALID_TEXT(1007, Retry.DO_NOT, "text is not UTF-8"),
  /** RFC 7692 has no code for it; RFC 6455's for data that is not what its type says fits. */
  CORRUPT_COMPRESSION(1007, Retry.DO_NOT, "compressed data is corrupt"),
  MESSAGE_TOO_BIG(1009, Retry.DO_NOT, "message too big"),
  MESSAGE_TOO_SLOW(1008, Retry.RECONNECT, "message not completed in time"),
  RATE_LIMITED(1008, Retry.RECONNECT, "sends faster than it may"),

  // --- limits and orders
  SLOW_CONSUMER(3008, Retry.RECONNECT, "too slow to receive"),
  TOKEN_EXPIRED(3005, Retry.RECONNECT, "token expired"),
  KICKED(3503, Retry.DO_NOT, "disconnected by the server"),
  /** Where a user may have one connection, the newest stays. */
  REPLACED(3504, Retry.DO_NOT, "replaced by a newer connection"),
  NODE_DRAINING(1012, Retry.RECONNECT, "node is draining"),
  NODE_ISOLATED(1012, Retry.RECONNECT, "node lost its cluster"),

  // --- our own failures
  HEARTBEAT_FAILED(1011, Retry.RECONNECT, "heartbeat failed"),
  WRITER_FAILED(1011, Retry.RECONNECT, "writer failed"),
  STREAM_FAILED(0, Retry.RECONNECT, "stream failed"),
  INTERNAL_ERROR(1011, Retry.RECONNECT, "internal error");

  /** What a client should do after this end. */
  public enum Retry {
    RECONNECT,
    DO_NOT,
    CLIENT_DECIDES
  }

  /** What reasons have in common, for what is counted by few values. */
  public enum Kind {
    PEER,
    SILENCE,
    /** It ended before it was a WebSocket, or was HTTP to its end. */
    HANDSHAKE,
    VIOLATION,
    /** A limit, or somebody who may end it. */
    ORDER,
    FAILURE;

    /** The metric's tag value. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final Set<CloseReason> ORDINARY =
      EnumSet.of(
          PEER_CLOSED,
          PEER_RESET,
          PEER_ENDED,
          REFUSED,
          HTTP_ENDED,
          TOKEN_EXPIRED,
          KICKED,
          REPLACED,
          NODE_DRAINING);
  private static final Set<CloseReason> COMMON_WITHOUT_WEB_SOCKET =
      EnumSet.of(PEER_CLOSED, PEER_RESET, PEER_ENDED, HTTP_ENDED, NODE_DRAINING);

  private final int code;
  private final Retry retry;
  private final String text;

  CloseReason(int code, Retry retry, String text) {
    this.code = code;
    this.retry = retry;
    this.text = text;
  }

  /** The code of the close frame, or 0 where no close frame can be sent. */
  public int code() {
    return code;
  }

  public Retry retry() {
    return retry;
  }

  /** The reason in the close frame, at most 123 bytes of ASCII. */
  public String text() {
    return text;
  }

  public Kind kind() {
    return switch (this) {
      case PEER_CLOSED, PEER_RESET, PEER_ENDED -> Kind.PEER;
      case SILENT_PEER, RECEIVE_TIMEOUT -> Kind.SILENCE;
      case HANDSHAKE_TIMEOUT, HANDSHAKE_MALFORMED, REFUSED, TLS_FAILED, HTTP_ENDED ->
          Kind.HANDSHAKE;
      case PROTOCOL_VIOLATION,
          UNSUPPORTED_DATA,
          INVALID_TEXT,
          CORRUPT_COMPRESSION,
          MESSAGE_TOO_BIG,
          MESSAGE_TOO_SLOW,
          RATE_LIMITED ->
          Kind.VIOLATION;
      case SLOW_CONSUMER, TOKEN_EXPIRED, KICKED, REPLACED, NODE_DRAINING, NODE_ISOLATED ->
          Kind.ORDER;
      case HEARTBEAT_FAILED, WRITER_FAILED, STREAM_FAILED, INTERNAL_ERROR -> Kind.FAILURE;
    };
  }

  /** Whether it is one that should not be: a peer or the node failed, or broke a rule. */
  public boolean isTrouble() {
    return !ORDINARY.contains(this);
  }

  /** Whether what is no WebSocket ends so every day: HTTP, probes of ports, a node that drains. */
  boolean isCommonWithoutWebSocket() {
    return COMMON_WITHOUT_WEB_SOCKET.contains(this);
  }

  /** The metric's tag value, for example {@code silent_peer}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
