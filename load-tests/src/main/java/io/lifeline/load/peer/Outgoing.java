package io.lifeline.load.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a peer has not sent yet. Used by one thread. */
final class Outgoing {
  private static final int MOST_BYTES = 16 << 20;

  private final SocketChannel channel;
  private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
  private int bytes;

  Outgoing(SocketChannel channel) {
    this.channel = channel;
  }

  /**
   * @throws IllegalStateException if more waits than any scenario should send
   */
  void add(byte[] more) {
    if (bytes + more.length > MOST_BYTES) {
      throw new IllegalStateException("more than " + MOST_BYTES + " bytes wait to be sent");
    }
    waiting.add(ByteBuffer.wrap(more));
    bytes += more.length;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Sends what the kernel takes; true if nothing is left. */
  boolean flush() throws IOException {
    while (!waiting.isEmpty()) {
      ByteBuffer first = waiting.element();
      bytes -= channel.write(first);
      if (first.hasRemaining()) {
        return false;
      }
      waiting.remove();
    }
    return true;
  }
}
