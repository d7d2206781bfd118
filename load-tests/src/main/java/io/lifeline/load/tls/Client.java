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
  private static final int TEXT = 0x81;
  private static final int PING = 0x89;

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
    frame[0] = (byte) TEXT;
    frame[1] = (byte) (0x80 | PAYLOAD);
    webSocket.getOutputStream().write(frame);
    int opcode = PING;
    while (opcode == PING) { // which nobody answers: no run is longer than the heartbeat's patience
      byte[] header = webSocket.getInputStream().readNBytes(SERVER_HEADER);
      if (header.length < SERVER_HEADER) {
        throw new IOException("ended instead of an echo");
      }
      opcode = header[0] & 0xff;
      webSocket.getInputStream().skipNBytes(header[1] & 0x7f);
    }
    if (opcode != TEXT) {
      throw new IOException("no echo but opcode " + opcode);
    }
  }
}
