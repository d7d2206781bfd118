package io.lifeline.edge.transport.socket;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** The selector threads of a node, each with its share of the sockets and tasks. Thread-safe. */
final class SelectorLoops implements Executor, AutoCloseable {
  /** One keeps the streams of so many cores busy. */
  private static final int CORES_OF_A_LOOP = 4;

  private final List<SelectorLoop> loops;
  private final AtomicInteger turns = new AtomicInteger();
  private final CompletableFuture<Void> failure = new CompletableFuture<>();

  private SelectorLoops(List<SelectorLoop> loops) {
    this.loops = loops;
    loops.forEach(
        loop ->
            loop.failure().whenComplete((never, cause) -> failure.completeExceptionally(cause)));
  }

  /**
   * @param count how many, or 0 for as many as the machine has use for
   */
  static SelectorLoops start(int count) {
    int cores = Runtime.getRuntime().availableProcessors();
    int loops = count > 0 ? count : (cores + CORES_OF_A_LOOP - 1) / CORES_OF_A_LOOP;
    return new SelectorLoops(
        IntStream.range(0, loops)
            .mapToObj(i -> SelectorLoop.start("lifeline-selector-" + i))
            .toList());
  }

  /** The loop for another channel. */
  SelectorLoop next() {
    return loops.get(Math.floorMod(turns.getAndIncrement(), loops.size()));
  }

  /** Runs a task on one of the threads, see {@link SelectorLoop#execute}. */
  @Override
  public void execute(Runnable task) {
    next().execute(task);
  }

  /** Completes exceptionally if one of the loops fails, and never else. */
  CompletionStage<Void> failure() {
    return failure;
  }

  @Override
  public void close() {
    loops.forEach(SelectorLoop::close);
  }
}
