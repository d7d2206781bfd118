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

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Void>> closing = new ConcurrentLinkedQueue<>();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();
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
    selector.wakeup();
  }

  /**
   * Runs a task soon, on the loop's thread; never if the loop is stopped before.
   *
   * @param task must neither block nor throw
   */
  @Override
  public void execute(Runnable task) {
    tasks.add(task);
    selector.wakeup();
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

  /** As {@link #close(SelectableChannel)}, for who does not wait for it. */
  void closeSoon(SelectableChannel channel) {
    closeNow(channel);
    selector.wakeup();
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
    selector.wakeup();
    if (stopped) {
      letGo();
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
        if (tasks.isEmpty()) {
          selector.select(SelectorLoop::tell);
        } else {
          selector.selectNow(SelectorLoop::tell);
        }
        runTasks();
        if (!closing.isEmpty()) {
          selector.selectNow(SelectorLoop::tell); // lets go of what was closed during the first
          letGo();
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.error("selector [{}] failed", thread.getName(), e);
      failure.completeExceptionally(e);
    } finally {
      stopped = true;
      letGo();
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

  private void letGo() {
    for (var closed = closing.poll(); closed != null; closed = closing.poll()) {
      closed.complete(null);
    }
  }

  private static void tell(SelectionKey key) {
    try {
      int operations = key.readyOps();
      key.interestOpsAnd(~operations);
      ((Watcher) key.attachment()).ready(operations);
    } catch (CancelledKeyException e) {
      LOG.trace("closed meanwhile [{}]", key);
    }
  }
}
