package io.lifeline.connection.websocket;

/**
 * What a peer may send.
 *
 * @param maxFrameBytes a longer frame is a MESSAGE_TOO_BIG as soon as its header says so
 * @param maxMessageBytes the same for all fragments of a message together
 */
public record WebSocketLimits(int maxFrameBytes, int maxMessageBytes) {
  public WebSocketLimits {
    if (maxFrameBytes < 125 || maxMessageBytes < 125) {
      throw new IllegalArgumentException(
          "limits: below 125 bytes (expected: room for a control frame)");
    }
  }
}
