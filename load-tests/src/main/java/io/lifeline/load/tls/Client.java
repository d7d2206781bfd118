package io.lifeline.load.tls;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Opens WebSockets one after the other, with blocking sockets.
 *
 * @param context null for plain ones
 * @param protocol the one version that is spoken
 * @param resumes whether a handshake may resume a session that came before
 */
record Client(
    InetSocketAddress node, @Nullable SSLContext context, String protocol, boolean resumes) {
  private static final int TIMEOUT_MILLIS = 20_000;
  private static final int PAYLOAD = 64;
  private static final int CLIENT_HEADER = 6;
  private static final int SERVER_HEADER = 2;

  /** An open WebSocket at this path. */
  Socket open(String path, int number) throws IOException {
    Socket socket = connect(number);
    String head =
        "GET "
            + path
            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no WebSocket: " + answer);
      }
      answer.append((char) next);
    }
    return socket;
  }

  private Socket connect(int number) throws IOException {
    Socket socket = new Socket(node.getAddress(), node.getPort());
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
    if (context == null) {
      return socket;
    }
    // The JDK resumes sessions by the name of the server.
    String name = resumes ? "127.0.0.1" : "node-" + number;
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, name, node.getPort(), true);
    tls.setEnabledProtocols(new String[] {protocol});
    tls.startHandshake();
    return tls;
  }

  /** Sends a text of 64 bytes and waits for its echo. */
  static void echo(Socket webSocket) throws IOException {
    byte[] frame = new byte[CLIENT_HEADER + PAYLOAD];
    Arrays.fill(frame, CLIENT_HEADER, frame.length, (byte) 'x');
    frame[0] = (byte) 0x81;
    frame[1] = (byte) (0x80 | PAYLOAD);
    webSocket.getOutputStream().write(frame);
    byte[] answer = webSocket.getInputStream().readNBytes(SERVER_HEADER + PAYLOAD);
    if (answer.length < SERVER_HEADER + PAYLOAD || answer[0] != (byte) 0x81) {
      throw new IOException("no echo");
    }
  }
}
