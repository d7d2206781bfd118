package io.lifeline.load.follow;

import io.lifeline.load.peer.Upgrade;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A WebSocket server that says what a test says, to one connection after the other. */
final class ScriptedServer implements AutoCloseable {
  private static final int ACCEPT_LIMIT_MILLIS = 15_000;

  private final ServerSocket socket;

  ScriptedServer() throws IOException {
    socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    socket.setSoTimeout(ACCEPT_LIMIT_MILLIS);
  }

  Entrance entrance() {
    return () ->
        List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort()));
  }

  /** Waits for the next connection and answers its handshake. */
  Accepted accept() throws IOException {
    Socket accepted = socket.accept();
    accepted.setTcpNoDelay(true);
    String head = head(accepted.getInputStream());
    String key = head.replaceAll("(?s).*Sec-WebSocket-Key: (\\S+).*", "$1");
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + Upgrade.accept(key)
            + "\r\n\r\n";
    accepted.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    return new Accepted(accepted, head.split(" ", 3)[1]);
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.read());
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /**
   * One connection.
   *
   * @param path that it asked for
   */
  record Accepted(Socket socket, String path) implements AutoCloseable {
    void say(String text) throws IOException {
      frame(1, text.getBytes(StandardCharsets.UTF_8));
    }

    void sayClose(int code, String reason) throws IOException {
      byte[] text = reason.getBytes(StandardCharsets.UTF_8);
      byte[] payload = new byte[text.length + 2];
      payload[0] = (byte) (code >> 8);
      payload[1] = (byte) code;
      System.arraycopy(text, 0, payload, 2, text.length);
      frame(8, payload);
    }

    private void frame(int opcode, byte[] payload) throws IOException {
      OutputStream out = socket.getOutputStream();
      byte[] frame = new byte[payload.length + 4];
      frame[0] = (byte) (0x80 | opcode);
      frame[1] = 126;
      frame[2] = (byte) (payload.length >> 8);
      frame[3] = (byte) payload.length;
      System.arraycopy(payload, 0, frame, 4, payload.length);
      out.write(frame);
      out.flush();
    }

    /** Ends the stream without a close frame. */
    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
