package io.lifeline.load.node;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A back end that publishes over one connection which it keeps open, as back ends do. For one
 * thread at a time.
 */
public final class BackEnd implements AutoCloseable {
  private static final int LIMIT_MILLIS = 10_000;
  private static final String LENGTH = "content-length:";

  private final Socket socket = new Socket();
  private final InputStream answers;
  private final String key;

  BackEnd(InetSocketAddress node, String key) throws IOException {
    this.key = key;
    socket.connect(node, LIMIT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(LIMIT_MILLIS);
    answers = new BufferedInputStream(socket.getInputStream());
  }

  /**
   * Publishes one JSON value and waits for the answer.
   *
   * @throws IOException if it was not taken
   */
  public void publish(String channel, String json) throws IOException {
    String body = "{\"channel\":\"" + channel + "\",\"data\":" + json + "}";
    String request =
        String.join(
            "\r\n",
            "POST /api/publish HTTP/1.1",
            "Host: node",
            "X-API-Key: " + key,
            "Content-Type: application/json",
            "Content-Length: " + body.length(),
            "",
            body);
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    String status = line();
    int length = 0;
    for (String field = line(); !field.isEmpty(); field = line()) {
      if (field.toLowerCase(Locale.ROOT).startsWith(LENGTH)) {
        length = Integer.parseInt(field.substring(LENGTH.length()).strip());
      }
    }
    String answer = new String(answers.readNBytes(length), StandardCharsets.UTF_8);
    if (!status.startsWith("HTTP/1.1 200 ") || !answer.contains("\"result\"")) {
      throw new IOException("api/publish answered " + status + ": " + answer);
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Without its end. */
  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int next = answers.read(); next != '\n'; next = answers.read()) {
      if (next < 0) {
        throw new IOException("the node ended the connection after [" + line + "]");
      }
      line.append((char) next);
    }
    return line.toString().stripTrailing();
  }
}
