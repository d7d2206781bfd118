package io.lifeline.connection.stream;

import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the stream of a connection tells its owner. */
public sealed interface SocketEvent {
  /**
   * The request head is complete; the stage waits for an order.
   *
   * @param upgrade whether it asks for a WebSocket, else it is plain HTTP
   */
  record HeadRead(RequestHead head, boolean upgrade) implements SocketEvent {}

  /** The request head is broken or too large; the stage discards what still arrives. */
  record HeadMalformed(int status, String reason) implements SocketEvent {}

  /** HTTP has ended on this socket; the stage discards what the peer still sends. */
  record HttpEnded() implements SocketEvent {}

  /** A WebSocket stage that was started by a late upgrade is running. */
  record WebSocketOpened(SocketHandle socket) implements SocketEvent {}

  /**
   * What the peer said since the last time. The stage reads on when it is told to.
   *
   * @param inbound at least one
   * @param midMessage whether another message has begun and is not complete
   */
  record Received(List<Inbound> inbound, boolean midMessage) implements SocketEvent {}

  /** A message has begun to arrive and is not complete. Told once for each. */
  record MessageBegun() implements SocketEvent {}

  /** The stream is over, with everything that was in it. The last event. */
  record Ended(How how, @Nullable Throwable cause) implements SocketEvent {}

  /** How a stream ended. */
  enum How {
    /** We finished, and what was written has gone to the kernel. */
    COMPLETED,
    /** The peer ended its half. */
    PEER_ENDED,
    /** The socket failed. */
    PEER_RESET,
    /** The peer broke the rules of TLS, see {@link TlsFailure}. */
    TLS_FAILED,
    /** Our own stream failed or was stopped. */
    FAILED
  }
}
