package io.lifeline.load.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One selector thread that drives thousands of {@link Peer}s. Closing it ends all of them. Opening
 * and closing are thread-safe.
 */
public final class PeerLoop implements AutoCloseable {
  /** So little that a peer which does not read is soon felt by the node. */
  private static final int DEAF_RECEIVE_BUFFER = 4096;

  private static final long MOST_SELECT_MILLIS = 100;

  private record Timed(long atNanos, Runnable task) {}

  private final InetSocketAddress node;
  private final @Nullable InetAddress from;
  private final Selector selector;
  private final SplittableRandom seeds;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<String> problems = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Timed> timers =
      new PriorityQueue<>((a, b) -> Long.signum(a.atNanos() - b.atNanos()));
  private final Set<Peer> peers = new HashSet<>();
  private final ByteBuffer readBuffer = ByteBuffer.allocateDirect(64 << 10);
  private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private volatile boolean running = true;

  /**
   * @param node where its peers connect to, unless they are given another address
   */
  public PeerLoop(InetSocketAddress node, SplittableRandom random) throws IOException {
    this(node, random, null);
  }

  /**
   * @param from the address that its peers have, or null for the one that the kernel picks
   */
  public PeerLoop(InetSocketAddress node, SplittableRandom random, @Nullable InetAddress from)
      throws IOException {
    this.node = node;
    this.from = from;
    this.seeds = random.split();
    this.selector = Selector.open();
    this.thread = new Thread(this::run, "peers");
    thread.setDaemon(true);
    thread.start();
  }

  /** Begins a WebSocket handshake, for example with {@code /ws?user=alice&channel=news}. */
  public Peer upgrade(String path, Manners manners) {
    SplittableRandom random = split();
    return start(node, manners, Upgrade.to(node, path, random), random, null);
  }

  /** The same, of a peer that hears each text from the first one on ({@link Peer#hears}). */
  public Peer upgrade(String path, Manners manners, Consumer<String> ear) {
    return upgrade(node, path, manners, ear);
  }

  /** The same, of a peer that connects to another node than the others of this loop. */
  public Peer upgrade(InetSocketAddress to, String path, Manners manners, Consumer<String> ear) {
    SplittableRandom random = split();
    return start(to, manners, Upgrade.to(to, path, random), random, ear);
  }

  /** Connects and says nothing by itself. */
  public Peer connect() {
    return start(node, Manners.POLITE, null, split(), null);
  }

  /** What went wrong inside the loop, which a scenario should not see. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  @Override
  public void close() {
    running = false;
    selector.wakeup();
    ended.orTimeout(10, TimeUnit.SECONDS).join();
  }

  private SplittableRandom split() {
    synchronized (seeds) {
      return seeds.split();
    }
  }

  private Peer start(
      InetSocketAddress to,
      Manners manners,
      @Nullable Upgrade upgrade,
      SplittableRandom random,
      @Nullable Consumer<String> ear) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      if (!manners.reads()) {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, DEAF_RECEIVE_BUFFER);
      }
      Peer peer = new Peer(this, channel, manners, upgrade, random);
      if (ear != null) {
        peer.hears(ear);
      }
      execute(() -> connect(peer, channel, to));
      return peer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Runs it on the loop's thread, soon. */
  public void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  // --- from here on: the loop's thread only

  /** Runs it on this thread, which is the loop's, once the delay is over. */
  public void after(Duration delay, Runnable task) {
    timers.add(new Timed(System.nanoTime() + delay.toNanos(), task));
  }

  ByteBuffer readBuffer() {
    return readBuffer.clear();
  }

  void forget(Peer peer) {
    peers.remove(peer);
  }

  void problem(String text) {
    problems.add(text);
  }

  private void connect(Peer peer, SocketChannel channel, InetSocketAddress to) {
    peers.add(peer);
    try {
      peer.connecting(channel.register(selector, SelectionKey.OP_CONNECT, peer));
      if (from != null) {
        channel.bind(new InetSocketAddress(from, 0));
      }
      channel.connect(to);
    } catch (IOException e) {
      peer.finish(End.Cause.RESET, 0, String.valueOf(e.getMessage()), false);
    }
  }

  private void run() {
    try (selector) {
      while (running) {
        selector.select(PeerLoop::onReady, millisToNextTimer());
        runTasks();
        runTimers();
      }
      List.copyOf(peers).forEach(peer -> peer.finish(End.Cause.LEFT, 0, "", true));
      selector.selectNow();
    } catch (IOException | ClosedSelectorException e) {
      problem("the selector failed: " + e);
    } finally {
      ended.complete(null);
    }
  }

  private static void onReady(SelectionKey key) {
    if (key.attachment() instanceof Peer peer) {
      peer.onReady();
    }
  }

  private long millisToNextTimer() {
    Timed next = timers.peek();
    if (!tasks.isEmpty()) {
      return 1;
    }
    if (next == null) {
      return MOST_SELECT_MILLIS;
    }
    long millis = (next.atNanos() - System.nanoTime()) / 1_000_000;
    return Math.max(1, Math.min(MOST_SELECT_MILLIS, millis));
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      runSafely(task);
    }
  }

  /** One peer's fault must not end the thread of all, and must be seen. */
  private void runSafely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      problem("a peer failed: " + e);
    }
  }

  private void runTimers() {
    long now = System.nanoTime();
    for (Timed next = timers.peek(); next != null && next.atNanos() <= now; next = timers.peek()) {
      timers.remove();
      runSafely(next.task());
    }
  }
}
