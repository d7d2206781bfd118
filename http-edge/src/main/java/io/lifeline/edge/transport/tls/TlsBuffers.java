package io.lifeline.edge.transport.tls;

import java.nio.ByteBuffer;
import org.apache.pekko.util.ByteString;

/**
 * Room to encrypt and decrypt in, one for each thread and about 200 KiB: a connection borrows it
 * for the time of one step and keeps nothing in it, so an idle one has no buffers at all.
 */
final class TlsBuffers {
  private static final ThreadLocal<TlsBuffers> OF_THREAD = ThreadLocal.withInitial(TlsBuffers::new);
  private static final int PLAIN_BYTES = 64 << 10;

  /** One record as it came. */
  final ByteBuffer record = ByteBuffer.allocate(InboundRecords.MAX_RECORD);

  /** Plain bytes, received or to be sent. */
  final ByteBuffer plain = ByteBuffer.allocate(PLAIN_BYTES);

  /** Records to be sent: what {@link #plain} can hold, and room for one more. */
  final ByteBuffer cipher = ByteBuffer.allocate(PLAIN_BYTES + 2 * InboundRecords.MAX_RECORD);

  private TlsBuffers() {}

  /** All of them empty, for the step that begins now. */
  static TlsBuffers borrow() {
    TlsBuffers buffers = OF_THREAD.get();
    buffers.record.clear();
    buffers.plain.clear();
    buffers.cipher.clear();
    return buffers;
  }

  /** Copies what was put into {@code buffer} behind {@code bytes}, and empties it. */
  static ByteString drain(ByteString bytes, ByteBuffer buffer) {
    buffer.flip();
    ByteString drained =
        buffer.hasRemaining() ? ByteString.fromByteBuffer(buffer) : ByteString.emptyByteString();
    buffer.clear();
    return bytes.isEmpty() ? drained : bytes.concat(drained);
  }
}
