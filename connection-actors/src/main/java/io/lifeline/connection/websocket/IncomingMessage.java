package io.lifeline.connection.websocket;

import io.lifeline.connection.websocket.Inbound.Violation;
import org.jspecify.annotations.Nullable;

/** A message that has begun to arrive and is not complete. */
interface IncomingMessage {
  /** Whether it arrives compressed. */
  boolean isCompressed();

  /** Bytes of payload so far, as they came. */
  int wireBytes();

  /**
   * Takes the next piece.
   *
   * @param mask as it stands at the piece's first byte
   * @param maxSize what the message can come to at most on the wire, as far as is known now
   * @param last whether it is complete with this piece
   * @return what is wrong with it, or null
   */
  @Nullable Violation append(
      byte[] bytes, int from, int count, int mask, int maxSize, boolean last);

  /** The whole message; this object must not be used afterwards. */
  Inbound complete();
}
