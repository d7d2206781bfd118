package io.lifeline.edge.transport.socket;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that waits for channels to become ready and tells their watchers, once for each time
 * that it was asked: it withdraws its interest before it tells, so a watcher that has not got round
 * to its channel yet costs nothing. It does no I/O itself.
 *
 * <p>It runs tasks as well, each behind the channels that were ready when it was handed over.
 *
 * <p>Thread-safe. A loop that fails says so through {@link #failure()} and ends.
 */
final class SelectorLoop implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SelectorLoop.class);

  /** Tasks in a row; then it looks for channels that have become ready. */
  private static final int TASKS_AT_ONCE = 64;

  /** Who is told that a channel is ready. */
  interface Watcher {
    /**
     * Called on the loop's thread; must neither block nor throw.
     *
     * @param operations a set of {@link SelectionKey} bits, of those that were awaited
     */
    void ready(int operations);
  }

  /** How long the loop may leave unseen what it was asked softly, so that a storm shares a wake. */
  private static final long SOON_MILLIS = 1;

  private enum State {
    /** Sees at its next select whatever it was asked before. */
    AWAKE,
    /** Waits for channels, at most {@link #SOON_MILLIS}. */
    DOZING,
    /** Waits for channels, however long it takes. */
    ASLEEP
  }

  private final Selector selector;
  private final Thread thread;
  private final Consumer<SelectionKey> tell = this::tell;
  private final AtomicReference<State> state = new AtomicReference<>(State.AWAKE);
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Void>> closing = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
  private volatile boolean askedSoftly;
  private volatile boolean stopped;

  private SelectorLoop(Selector selector, String name) {
    this.selector = selector;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  /**
   * Starts a loop.
   *
   * @throws UncheckedIOException if the process can have no more selectors
   */
  static SelectorLoop start(String name) {
    try {
      SelectorLoop loop = new SelectorLoop(Selector.open(), name);
      loop.thread.start();
      return loop;
    } catch (IOException e) {
      throw new UncheckedIOException("no selector for " + name, e);
    }
  }

  /** Takes a non-blocking channel, and awaits nothing yet. */
  SelectionKey register(SelectableChannel channel, Watcher watcher) throws ClosedChannelException {
    return channel.register(selector, 0, watcher);
  }

  /** Tells the key's watcher, once, when one of the operations is possible. */
  void await(SelectionKey key, int operations) {
    key.interestOpsOr(operations);
    wake();
  }

  /**
   * As {@link #await}, but the loop may begin to wait up to a millisecond later, if it was asked so
   * by others just before: for channels that come in a storm, each of which would else wake the
   * loop for itself.
   */
  void awaitSoon(SelectionKey key, int operations) {
    key.interestOpsOr(operations);
    wakeSoon();
  }

  /**
   * Runs a task soon, on the loop's thread; never if the loop is stopped before.
   *
   * @param task must neither block nor throw
   */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    wake();
  }

  /**
   * Closes a registered channel. Its descriptor lives until the loop has let go of it, a moment
   * later; the result completes then.
   */
  CompletionStage<Void> close(SelectableChannel channel) {
    CompletableFuture<Void> closed = new CompletableFuture<>();
    close(channel, closed);
    return closed;
  }

  /**
   * As {@link #close(SelectableChannel)}, for who does not wait for it. After a storm of them the
   * loop may let go of the descriptor up to a millisecond later.
   */
  void closeSoon(SelectableChannel channel) {
    closeNow(channel);
    wakeSoon();
  }

  /** Completes exceptionally if the loop fails, and never else. */
  CompletionStage<Void> failure() {
    return failure;
  }

  /** Ends the loop. Channels that are still registered stay open and are told nothing more. */
  @Override
  public void close() {
    stopped = true;
    selector.wakeup();
  }

  private void close(SelectableChannel channel, CompletableFuture<Void> closed) {
    closeNow(channel);
    closing.add(closed);
    wake();
    if (stopped) {
      completeClosed();
    }
  }

  private void wake() {
    if (state.get() != State.AWAKE && state.getAndSet(State.AWAKE) != State.AWAKE) {
      selector.wakeup();
    }
  }

  private void wakeSoon() {
    askedSoftly = true;
    if (state.get() == State.ASLEEP && state.compareAndSet(State.ASLEEP, State.AWAKE)) {
      selector.wakeup();
    }
  }

  private static void closeNow(SelectableChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      LOG.debug("closing [{}]", channel, e); // what could not be flushed was lost with the peer
    }
  }

  private void run() {
    try (selector) {
      while (!stopped) {
        select();
        state.set(State.AWAKE);
        runTasks();
        if (!closing.isEmpty()) {
          selector.selectNow(tell); // lets go of what was closed during the first
          completeClosed();
        }
      }
    } catch (IOException | RuntimeException | Error e) { // without it, nobody is heard any more
      LOG.error("selector [{}] failed", thread.getName(), e);
      failure.completeExceptionally(e);
    } finally {
      stopped = true;
      completeClosed();
    }
  }

  /**
   * Each select begins with what was asked until then. Who asks later sees the state that was set
   * before, and wakes the loop where it must.
   */
  private void select() throws IOException {
    boolean softly = askedSoftly;
    askedSoftly = false;
    state.set(softly ? State.DOZING : State.ASLEEP);
    if (!tasks.isEmpty()) {
      state.set(State.AWAKE); // it does not wait
      selector.selectNow(tell);
    } else if (softly) {
      selector.select(tell, SOON_MILLIS);
    } else if (closing.isEmpty() && !stopped) {
      selector.select(tell);
    }
  }

  private void runTasks() {
    for (int i = 0; i < TASKS_AT_ONCE; i++) {
      Runnable task = tasks.poll();
      if (task == null) {
        return;
      }
      task.run();
    }
  }

  private void completeClosed() {
    for (var closed = closing.poll(); closed != null; closed = closing.poll()) {
      closed.complete(null);
    }
  }

  private void tell(SelectionKey key) {
    if (state.get() != State.AWAKE) {
      state.set(State.AWAKE); // what the watchers ask from now on is seen without being woken
    }
    try {
      int operations = key.readyOps();
      key.interestOpsAnd(~operations);
      ((Watcher) key.attachment()).ready(operations);
    } catch (CancelledKeyException e) {
      LOG.trace("closed meanwhile [{}]", key);
    }
  }
}
