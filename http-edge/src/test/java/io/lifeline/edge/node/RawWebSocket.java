package io.lifeline.edge.node;

import io.lifeline.edge.Handshake;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.pekko.util.ByteString;

/**
 * A client that writes each frame as it is told to, right or wrong, and sees each frame that comes.
 * Frames are masked with zeros. One thread may write while another reads.
 */
final class RawWebSocket implements AutoCloseable {
  private static final int SHORTEST_LONG_LENGTH = 1 << 16;

  private final Socket socket;
  private final DataInputStream in;
  private final DataOutputStream out;
  private final String answer;

  /**
   * @param firstByte with FIN, the reserved bits and the opcode
   */
  record Frame(int firstByte, ByteString payload) {}

  /** Opens a WebSocket; {@code headers} are further lines of the handshake. */
  RawWebSocket(int port, String target, String... headers) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(60_000);
    socket.setTcpNoDelay(true);
    in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream(), 1 << 16));
    out.write(Handshake.bytes(target, headers));
    out.flush();
    answer = readHead();
  }

  /** The response head. */
  String answer() {
    return answer;
  }

  /** Writes a frame; it leaves with {@link #flush()} at the latest. */
  void write(int firstByte, byte[] bytes, int from, int count) throws IOException {
    out.write(firstByte);
    if (count < 126) {
      out.write(0x80 | count);
    } else if (count < SHORTEST_LONG_LENGTH) {
      out.write(0x80 | 126);
      out.writeShort(count);
    } else {
      out.write(0x80 | 127);
      out.writeLong(count);
    }
    out.writeInt(0);
    out.write(bytes, from, count);
  }

  void flush() throws IOException {
    out.flush();
  }

  void send(int firstByte, byte[] payload) throws IOException {
    write(firstByte, payload, 0, payload.length);
    flush();
  }

  /** The next frame that is no ping. */
  Frame read() throws IOException {
    while (true) {
      int firstByte = in.readUnsignedByte();
      int length = in.readUnsignedByte();
      length =
          length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
      byte[] payload = in.readNBytes(length);
      if (firstByte != 0x89) {
        return new Frame(firstByte, ByteString.fromArrayUnsafe(payload));
      }
    }
  }

  private String readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
