package io.lifeline.load.peer;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One client connection, driven by the thread of its {@link PeerLoop}. The public methods may be
 * called from any thread; what they ask for happens soon.
 */
public final class Peer {
  private final PeerLoop loop;
  private final SocketChannel channel;
  private final Manners manners;
  private final @Nullable Upgrade upgrade;
  private final SplittableRandom random;
  private final CompletableFuture<Integer> answered = new CompletableFuture<>();
  private final CompletableFuture<@Nullable Void> greeted = new CompletableFuture<>();
  private final CompletableFuture<End> ended = new CompletableFuture<>();
  private final Listening listening = new Listening();
  private final Received received = new Received();
  private final Outgoing outgoing;
  private boolean closeSent;
  private boolean dripping;
  private byte @Nullable [] flood; // sent again and again as long as the kernel takes it
  private volatile @Nullable Consumer<String> ear;
  private volatile long heardNanos = System.nanoTime();
  private @Nullable SelectionKey key;

  Peer(
      PeerLoop loop,
      SocketChannel channel,
      Manners manners,
      @Nullable Upgrade upgrade,
      SplittableRandom random) {
    this.loop = loop;
    this.channel = channel;
    this.manners = manners;
    this.upgrade = upgrade;
    this.random = random;
    this.outgoing = new Outgoing(channel);
  }

  /** The status with which the node answered: 101 when the WebSocket is open. */
  public CompletableFuture<Integer> answered() {
    return answered;
  }

  /** Complete with the first text message: where {@code /ws} says that it is connected. */
  public CompletableFuture<@Nullable Void> greeted() {
    return greeted;
  }

  /** How it ended. A peer that does not read learns only of its own leaving. */
  public CompletableFuture<End> ended() {
    return ended;
  }

  /** Publications that were received. */
  public long publications() {
    return received.publications();
  }

  /** How many times publications were missing or out of order. */
  public long gaps() {
    return received.gaps();
  }

  /** Pongs that were received. */
  public long pongs() {
    return received.pongs();
  }

  /** When the node was last heard of, as {@link System#nanoTime()}; at first, when it was begun. */
  public long heardNanos() {
    return heardNanos;
  }

  /** Who is given each text message, on the loop's thread. To be set before any can come. */
  public void hears(Consumer<String> listener) {
    ear = listener;
  }

  public void sendText(String text) {
    loop.execute(() -> write(Frames.text(text, random)));
  }

  /** Sends bytes as they are. */
  public void send(byte[] bytes) {
    loop.execute(() -> write(bytes));
  }

  /**
   * Sends these bytes, whole frames, again and again, as fast as the node takes them, until it
   * ends.
   */
  public void flood(byte[] frames) {
    loop.execute(
        () -> {
          flood = frames;
          write(frames);
        });
  }

  /**
   * Sends one byte now and one more after each interval, until they are sent or it has ended. Pings
   * stay unanswered meanwhile: a pong cannot be sent inside a frame.
   */
  public void drip(byte[] bytes, Duration interval) {
    loop.execute(() -> dripFrom(bytes, 0, interval));
  }

  /** Begins the orderly end: a close frame, to which the node answers. */
  public void close(int code) {
    loop.execute(() -> sendClose(code));
  }

  /** Ends with RST. */
  public void reset() {
    loop.execute(() -> leave(true));
  }

  /** Ends the stream with FIN and no close frame. */
  public void vanish() {
    loop.execute(() -> leave(false));
  }

  // --- from here on: the loop's thread only

  void connecting(SelectionKey ownKey) {
    key = ownKey;
  }

  void onReady() {
    if (key == null || !key.isValid()) {
      return;
    }
    try {
      if (key.isConnectable()) {
        channel.finishConnect();
        key.interestOps(SelectionKey.OP_READ);
        if (upgrade != null) {
          write(upgrade.head().getBytes(StandardCharsets.US_ASCII));
        }
        flush();
      }
      if (key.isValid() && key.isWritable()) {
        if (flood != null && outgoing.isEmpty()) {
          outgoing.add(flood);
        }
        flush();
      }
      if (key.isValid() && key.isReadable()) {
        read();
      }
    } catch (IOException | IllegalStateException e) {
      finish(End.Cause.RESET, 0, String.valueOf(e.getMessage()), false);
    }
  }

  private void read() throws IOException {
    ByteBuffer bytes = loop.readBuffer();
    int count = channel.read(bytes);
    if (count < 0) {
      finish(End.Cause.STREAM_ENDED, 0, "", false);
      return;
    }
    heardNanos = System.nanoTime();
    listening.add(bytes.flip());
    if (!answered.isDone()) {
      OptionalInt status = listening.takeStatus(upgrade == null ? "" : upgrade.accept());
      status.ifPresent(this::onAnswer);
    }
    if (upgrade != null && answered.getNow(0) == 101) {
      listening.frames(this::onFrame);
    }
  }

  private void onAnswer(int status) {
    if (status == 101 && !manners.reads() && key != null) {
      key.interestOps(key.interestOps() & ~SelectionKey.OP_READ);
    }
    answered.complete(status);
  }

  private void onFrame(int opcode, byte[] payload) {
    if (!channel.isOpen()) {
      return;
    }
    switch (opcode) {
      case Frames.TEXT -> {
        received.onText(payload);
        greeted.complete(null);
        Consumer<String> listener = ear;
        if (listener != null) {
          listener.accept(new String(payload, StandardCharsets.UTF_8));
        }
      }
      case Frames.PING -> {
        if (manners.answersPings() && !dripping) {
          write(Frames.frame(true, Frames.PONG, payload, random));
        }
      }
      case Frames.PONG -> received.onPong();
      case Frames.CLOSE -> onClose(payload);
      default -> {
        // binary messages do not matter to any scenario
      }
    }
  }

  private void onClose(byte[] payload) {
    int code = payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
    String text =
        payload.length < 2
            ? ""
            : new String(Arrays.copyOfRange(payload, 2, payload.length), StandardCharsets.UTF_8);
    if (!manners.answersClose()) {
      ended.complete(new End(End.Cause.CLOSE_FRAME, code, text, System.nanoTime()));
      return;
    }
    if (!closeSent) {
      sendClose(code == 1005 ? 1000 : code);
    }
    finish(End.Cause.CLOSE_FRAME, code, text, false);
  }

  private void sendClose(int code) {
    closeSent = true;
    write(Frames.close(code, random));
  }

  private void dripFrom(byte[] bytes, int at, Duration interval) {
    dripping = at < bytes.length && channel.isOpen();
    if (dripping) {
      write(new byte[] {bytes[at]});
      loop.after(interval, () -> dripFrom(bytes, at + 1, interval));
    }
  }

  private void write(byte[] bytes) {
    if (!channel.isOpen()) {
      return;
    }
    outgoing.add(bytes);
    if (channel.isConnected()) {
      try {
        flush();
      } catch (IOException e) {
        finish(End.Cause.RESET, 0, String.valueOf(e.getMessage()), false);
      }
    }
  }

  private void flush() throws IOException {
    boolean sent = outgoing.flush();
    if (key != null && key.isValid()) {
      int others = key.interestOps() & ~SelectionKey.OP_WRITE;
      key.interestOps(sent && flood == null ? others : others | SelectionKey.OP_WRITE);
    }
  }

  private void leave(boolean withReset) {
    finish(End.Cause.LEFT, 0, "", withReset);
  }

  void finish(End.Cause cause, int code, String text, boolean withReset) {
    try {
      if (withReset && channel.isOpen()) {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      }
      channel.close();
    } catch (IOException e) {
      loop.problem("closing a peer's socket: " + e);
    }
    loop.forget(this);
    ended.complete(new End(cause, code, text, System.nanoTime()));
    answered.completeExceptionally(new IOException("ended before an answer: " + cause + text));
    greeted.completeExceptionally(new IOException("ended before a greeting: " + cause + text));
  }
}
