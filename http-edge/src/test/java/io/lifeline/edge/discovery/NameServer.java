package io.lifeline.edge.discovery;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.util.List;

/**
 * A name server on the loopback (RFC 1035) at which every name has the same IPv4 addresses and
 * nothing else. Ends with {@link #close}.
 */
final class NameServer implements AutoCloseable {
  private static final int HEADER_BYTES = 12;
  private static final int TYPE_A = 1;
  private static final int ANSWER_WITHOUT_ERROR = 0x8180;
  private static final int NAME_OF_THE_QUESTION = 0xC000 | HEADER_BYTES;
  private static final int TTL_SECONDS = 1;

  private final DatagramSocket socket;
  private volatile List<InetAddress> addresses;

  private NameServer(DatagramSocket socket, List<InetAddress> addresses) {
    this.socket = socket;
    this.addresses = List.copyOf(addresses);
  }

  static NameServer of(List<InetAddress> addresses) throws IOException {
    NameServer server =
        new NameServer(
            new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
            addresses);
    Thread thread = new Thread(server::run, "name-server");
    thread.setDaemon(true);
    thread.start();
    return server;
  }

  /** From now on the names have these. */
  void change(List<InetAddress> changed) {
    addresses = List.copyOf(changed);
  }

  /** The configuration with which Pekko asks this one. */
  String config() {
    return "pekko.io.dns.async-dns.nameservers = [\"%s:%d\"]\n"
        .formatted(InetAddress.getLoopbackAddress().getHostAddress(), socket.getLocalPort());
  }

  @Override
  public void close() {
    socket.close();
  }

  private void run() {
    try {
      while (true) {
        DatagramPacket query = new DatagramPacket(new byte[512], 512);
        socket.receive(query);
        byte[] answer = answer(query.getData());
        socket.send(new DatagramPacket(answer, answer.length, query.getSocketAddress()));
      }
    } catch (SocketException e) {
      // Closed.
    } catch (IOException e) {
      throw new AssertionError("the name server failed", e);
    }
  }

  private byte[] answer(byte[] query) throws IOException {
    int end = HEADER_BYTES;
    while (query[end] != 0) {
      end += query[end] + 1;
    }
    int type = ((query[end + 1] & 0xFF) << 8) | (query[end + 2] & 0xFF);
    List<InetAddress> found = type == TYPE_A ? addresses : List.of();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.write(query, 0, 2); // its id
    out.writeShort(ANSWER_WITHOUT_ERROR);
    out.writeShort(1);
    out.writeShort(found.size());
    out.writeInt(0);
    out.write(query, HEADER_BYTES, end + 5 - HEADER_BYTES);
    for (InetAddress address : found) {
      out.writeShort(NAME_OF_THE_QUESTION);
      out.writeShort(TYPE_A);
      out.writeShort(1);
      out.writeInt(TTL_SECONDS);
      out.writeShort(address.getAddress().length);
      out.write(address.getAddress());
    }
    return bytes.toByteArray();
  }
}
