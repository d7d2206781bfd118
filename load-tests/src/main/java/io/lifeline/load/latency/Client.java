package io.lifeline.load.latency;

import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Upgrade;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** One WebSocket of the {@link ClientLoop}, whose thread alone uses it. */
final class Client implements FrameReader.Events {
  private static final String END_OF_HEAD = "\r\n\r\n";
  private static final int MOST_HEAD_BYTES = 16 << 10;

  private final ClientLoop loop;
  private final SocketChannel channel;
  private final Upgrade upgrade;
  private final boolean counts;
  private final FrameReader frames = new FrameReader(this);

  /** What came of the handshake's answer; null once it is complete. */
  private @Nullable StringBuilder answer = new StringBuilder();

  /**
   * @param counts whether what it receives is a delivery; a publisher's own messages are none
   */
  Client(ClientLoop loop, SocketChannel channel, Upgrade upgrade, boolean counts) {
    this.loop = loop;
    this.channel = channel;
    this.upgrade = upgrade;
    this.counts = counts;
  }

  SocketChannel channel() {
    return channel;
  }

  void connected() throws IOException {
    channel.finishConnect();
    send(ByteBuffer.wrap(upgrade.head().getBytes(StandardCharsets.US_ASCII)));
  }

  void received(ByteBuffer bytes) {
    StringBuilder head = answer;
    if (head != null) {
      readAnswer(head, bytes);
    }
    if (answer == null) {
      frames.read(bytes);
    }
  }

  @Override
  public void message(long stampNanos) {
    if (counts) {
      loop.delivered(stampNanos);
    }
  }

  @Override
  public void ping(byte[] payload, int length) {
    byte[] echoed = Arrays.copyOf(payload, length);
    try {
      send(ByteBuffer.wrap(Frames.frame(true, Frames.PONG, echoed, new SplittableRandom(length))));
    } catch (IOException e) {
      throw new MeasurementFailed("a pong could not be sent: " + e);
    }
  }

  @Override
  public void close() {
    throw new MeasurementFailed("the server closed a connection");
  }

  private void readAnswer(StringBuilder head, ByteBuffer bytes) {
    while (bytes.hasRemaining() && head.indexOf(END_OF_HEAD) < 0) {
      head.append((char) (bytes.get() & 0xff));
    }
    if (head.length() > MOST_HEAD_BYTES) {
      throw new MeasurementFailed("the handshake's answer has no end");
    }
    if (head.indexOf(END_OF_HEAD) >= 0) {
      String text = head.toString();
      if (!text.startsWith("HTTP/1.1 101 ") || !text.contains(upgrade.accept())) {
        throw new MeasurementFailed("handshake refused: " + text.lines().findFirst().orElse(""));
      }
      answer = null;
      loop.opened();
    }
  }

  /** Only for what is so short and rare that it fits in the socket's buffer. */
  private void send(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new MeasurementFailed("the server does not read");
    }
  }
}
