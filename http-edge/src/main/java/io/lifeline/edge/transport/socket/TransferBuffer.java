package io.lifeline.edge.transport.socket;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The direct memory through which bytes pass between the heap and the kernel: one buffer for each
 * thread that runs streams, shared by all its sockets, 64 KiB each. A socket holds none.
 */
final class TransferBuffer {
  /** At most so much is read or written in one system call. */
  static final int BYTES = 64 * 1024;

  private static final ThreadLocal<ByteBuffer> BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(BYTES));

  private TransferBuffer() {}

  /**
   * Reads what has arrived, at most {@link #BYTES}.
   *
   * @return a compact copy, empty if nothing has arrived, or null at the end of the stream
   */
  static @Nullable ByteString read(ReadableByteChannel channel) throws IOException {
    ByteBuffer buffer = BUFFER.get().clear();
    int count = channel.read(buffer);
    if (count <= 0) {
      return count == 0 ? ByteString.emptyByteString() : null;
    }
    byte[] bytes = new byte[count];
    buffer.flip().get(bytes);
    return ByteString.fromArrayUnsafe(bytes);
  }

  /**
   * Reads and forgets.
   *
   * @return how many bytes, or -1 at the end of the stream
   */
  static int discard(ReadableByteChannel channel) throws IOException {
    return channel.read(BUFFER.get().clear());
  }

  /** Writes as much as the channel takes now, and returns the rest. */
  static ByteString write(WritableByteChannel channel, ByteString bytes) throws IOException {
    ByteBuffer buffer = BUFFER.get();
    ByteString rest = bytes;
    while (!rest.isEmpty()) {
      buffer.clear();
      int offered = rest.copyToBuffer(buffer);
      int taken = channel.write(buffer.flip());
      rest = rest.drop(taken);
      if (taken < offered) {
        break;
      }
    }
    return rest;
  }
}
