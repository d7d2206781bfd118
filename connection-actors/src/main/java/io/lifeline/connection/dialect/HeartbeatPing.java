package io.lifeline.connection.dialect;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.connection.websocket.Inbound;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import org.apache.pekko.util.ByteString;

/**
 * The heartbeat of dialects that use ping frames (RFC 6455 section 5.5.2): the payload is a mark
 * and the ping's number, so that a pong which we did not ask for does not count as an answer.
 */
final class HeartbeatPing {
  private static final short MARK = 0x4c46; // "LF"
  private static final int PAYLOAD_BYTES = Short.BYTES + Long.BYTES;

  private HeartbeatPing() {}

  static ByteString frame(long sequence) {
    byte[] payload = new byte[PAYLOAD_BYTES];
    ByteBuffer.wrap(payload).putShort(MARK).putLong(sequence);
    return FrameEncoder.ping(ByteString.fromArrayUnsafe(payload));
  }

  static OptionalLong answeredBy(Inbound inbound) {
    if (!(inbound instanceof Inbound.Pong pong) || pong.payload().size() != PAYLOAD_BYTES) {
      return OptionalLong.empty();
    }
    ByteBuffer payload = pong.payload().asByteBuffer();
    return payload.getShort() == MARK ? OptionalLong.of(payload.getLong()) : OptionalLong.empty();
  }
}
