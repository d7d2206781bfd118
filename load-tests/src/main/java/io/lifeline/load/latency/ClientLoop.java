package io.lifeline.load.latency;

import io.lifeline.load.peer.Upgrade;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The subscribers and the publisher, driven by the thread that calls: nothing else runs in the
 * generator while it measures, and nothing is allocated for a delivery.
 */
final class ClientLoop implements AutoCloseable {
  private static final int HANDSHAKES_AT_ONCE = 64;
  private static final int UNSENT_BYTES = 1 << 20;
  private static final int READ_BYTES = 64 << 10;
  private static final long NANOS_PER_MILLI = 1_000_000;
  private static final SplittableRandom KEYS = new SplittableRandom(1);

  /** Who hears of each message that reached a subscriber. */
  interface Deliveries {
    /**
     * @param dueNanos when the message should have been sent
     * @param nowNanos of the same clock, when its bytes had been read
     */
    void delivered(long dueNanos, long nowNanos);
  }

  private final Target target;
  private final StampedText texts;
  private final Selector selector;
  private final Consumer<SelectionKey> onReady = this::onReady;
  private final ByteBuffer received = ByteBuffer.allocateDirect(READ_BYTES);
  private final ByteBuffer unsent = ByteBuffer.allocateDirect(UNSENT_BYTES);
  private final List<SocketChannel> channels = new ArrayList<>();
  private final long origin = System.nanoTime();
  private Deliveries deliveries = (due, now) -> {};
  private Runnable beforeRead = () -> {};
  private int opened;
  private long readAt;
  private boolean writes;

  private ClientLoop(Target target, int messageBytes) throws IOException {
    this.target = target;
    this.texts = new StampedText(target.text(), messageBytes);
    this.selector = Selector.open();
  }

  /**
   * Opens so many subscribers, and then the publisher.
   *
   * @throws MeasurementFailed if one is refused or all are not open in time
   */
  static ClientLoop open(Target target, int subscribers, int messageBytes, Duration atMost)
      throws IOException {
    ClientLoop loop = new ClientLoop(target, messageBytes);
    try {
      loop.connectAll(subscribers, atMost);
      return loop;
    } catch (IOException | RuntimeException e) {
      loop.close();
      throw e;
    }
  }

  /** Nanoseconds since this loop began. */
  long now() {
    return System.nanoTime() - origin;
  }

  void tell(Deliveries listener) {
    deliveries = listener;
  }

  /** What is to happen in time, even while a thousand sockets have something to read. */
  void beforeEachRead(Runnable action) {
    beforeRead = action;
  }

  /** Sends a message, or keeps it until the socket takes it; false if too much waits already. */
  boolean publish(long dueNanos) {
    if (unsent.remaining() < texts.frameBytes()) {
      return false;
    }
    texts.write(dueNanos, unsent);
    flush();
    return true;
  }

  /**
   * Reads what is there, and waits for it at most until then. The last millisecond is waited
   * actively, since a selector's time-out has no finer unit.
   */
  void poll(long untilNanos) {
    long millis = (untilNanos - now()) / NANOS_PER_MILLI;
    try {
      if (millis > 0) {
        selector.select(onReady, millis);
      } else {
        selector.selectNow(onReady);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
  }

  void opened() {
    opened++;
  }

  void delivered(long dueNanos) {
    deliveries.delivered(dueNanos, readAt);
  }

  private void connectAll(int subscribers, Duration atMost) throws IOException {
    long deadline = now() + atMost.toNanos();
    while (opened < subscribers) {
      while (channels.size() < subscribers && channels.size() - opened < HANDSHAKES_AT_ONCE) {
        connect(target.subscribePath(), true);
      }
      pollUntil(deadline);
    }
    connect(target.publishPath(), false);
    while (opened <= subscribers) {
      pollUntil(deadline);
    }
  }

  private void pollUntil(long deadline) {
    if (now() > deadline) {
      throw new MeasurementFailed("only " + opened + " connections opened in time");
    }
    poll(Math.min(deadline, now() + 100 * NANOS_PER_MILLI));
  }

  private void connect(String path, boolean counts) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channels.add(channel);
    channel.configureBlocking(false);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    Upgrade upgrade = Upgrade.to(target.address(), path, KEYS);
    channel.register(selector, SelectionKey.OP_CONNECT, new Client(this, channel, upgrade, counts));
    channel.connect(target.address());
  }

  private void onReady(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (key.isConnectable()) {
        client.connected();
        key.interestOps(SelectionKey.OP_READ);
      }
      if (key.isReadable()) {
        read(client);
      }
      if (key.isWritable()) {
        flush();
      }
    } catch (IOException e) {
      throw new MeasurementFailed("a connection failed: " + e.getMessage());
    }
  }

  private void read(Client client) throws IOException {
    beforeRead.run();
    received.clear();
    if (client.channel().read(received) < 0) {
      throw new MeasurementFailed("the server ended a connection");
    }
    readAt = now();
    client.received(received.flip());
  }

  private void flush() {
    SocketChannel publisher = channels.get(channels.size() - 1);
    try {
      publisher.write(unsent.flip());
    } catch (IOException e) {
      throw new MeasurementFailed("the publisher failed: " + e.getMessage());
    }
    unsent.compact();
    boolean waits = unsent.position() > 0;
    if (waits != writes) {
      writes = waits;
      publisher
          .keyFor(selector)
          .interestOps(SelectionKey.OP_READ | (waits ? SelectionKey.OP_WRITE : 0));
    }
  }
}
