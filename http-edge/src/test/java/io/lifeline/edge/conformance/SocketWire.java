package io.lifeline.edge.conformance;

import io.lifeline.connection.conformance.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;

/** A wire that is a TCP connection to this machine; waits for up to 20 seconds. */
final class SocketWire implements Wire {
  private static final int PATIENCE_MILLIS = 20_000;
  private static final int READ_BYTES = 65_536;

  private final Socket socket;

  /**
   * @param socket is closed with the wire
   */
  SocketWire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /** A connection without TLS. */
  static SocketWire connect(int port) {
    try {
      return new SocketWire(new Socket(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void send(byte[] bytes) {
    try {
      socket.getOutputStream().write(bytes);
    } catch (IOException taken) {
      // The server has closed; whether it should have is for what is received to say.
    }
  }

  @Override
  public byte[] receive() {
    byte[] bytes = new byte[READ_BYTES];
    try {
      int count = socket.getInputStream().read(bytes);
      return Arrays.copyOf(bytes, Math.max(0, count));
    } catch (IOException e) {
      throw new AssertionError("neither bytes nor the end of the stream", e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
