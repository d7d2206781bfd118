package io.lifeline.connection.websocket;

import org.apache.pekko.util.ByteString;

/**
 * A data message that is to be sent, before it is compressed and framed.
 *
 * @param text whether the payload is UTF-8, which is not checked here
 */
public record Message(boolean text, ByteString payload) {
  public static Message text(ByteString utf8) {
    return new Message(true, utf8);
  }

  /**
   * @param utf8 must not be changed afterwards
   */
  public static Message text(byte[] utf8) {
    return new Message(true, ByteString.fromArrayUnsafe(utf8));
  }

  public static Message binary(ByteString bytes) {
    return new Message(false, bytes);
  }
}
