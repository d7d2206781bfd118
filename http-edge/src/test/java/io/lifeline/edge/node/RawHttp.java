package io.lifeline.edge.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A TCP connection on which HTTP is written and read as it is; waits for up to 30 seconds. */
public final class RawHttp implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 30_000;

  private final Socket socket;
  private final InputStream in;

  public RawHttp(Node node) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), node.addresses().main().getPort());
    socket.setSoTimeout(PATIENCE_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * @param request whose lines end as Java's do
   */
  public void send(String request) throws IOException {
    socket
        .getOutputStream()
        .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /** What comes, up to and with {@code end}. */
  public String readUntil(String end) throws IOException {
    StringBuilder read = new StringBuilder();
    try {
      while (read.indexOf(end) < 0) {
        int next = in.read();
        assertThat(next).as("the connection ended after: " + read).isNotNegative();
        read.append((char) next);
      }
    } catch (SocketTimeoutException e) {
      throw new AssertionError("nothing came any more after: " + read, e);
    }
    return read.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
