package io.lifeline.edge.transport.socket;

import io.lifeline.edge.settings.SocketSettings;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** What the kernel is told about each socket. */
record SocketOptions(SocketSettings settings) {
  /** Before the address is bound; accepted sockets inherit the receive buffer (RFC 7323, 2.2). */
  void prepare(ServerSocketChannel server) throws IOException {
    server.setOption(StandardSocketOptions.SO_REUSEADDR, true);
    if (settings.receiveBufferBytes() > 0) {
      server.setOption(StandardSocketOptions.SO_RCVBUF, settings.receiveBufferBytes());
    }
  }

  /** Nagle's algorithm is off: what is written is meant to arrive, and goes out in one piece. */
  void apply(SocketChannel socket) throws IOException {
    socket.configureBlocking(false);
    socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (settings.sendBufferBytes() > 0) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, settings.sendBufferBytes());
    }
  }
}
