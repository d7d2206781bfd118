package io.lifeline.telemetry.inspection;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Runs all checks at once, each within its limit, on threads of its own: one for each check at
 * most. A check whose thread does not come back is interrupted, and not begun again until it has:
 * however many inspections there are, what hangs holds one thread. Thread-safe.
 */
public final class Inspector implements AutoCloseable {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final List<Check> checks;
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService timer;
  private final Set<String> running = ConcurrentHashMap.newKeySet();

  /**
   * @param timer ends what takes too long; the caller's, who closes it after this
   */
  public Inspector(List<Check> checks, ScheduledExecutorService timer) {
    this.checks = List.copyOf(checks);
    this.timer = timer;
    Set<String> names = new HashSet<>();
    checks.forEach(
        check -> {
          if (!names.add(check.name())) {
            throw new IllegalArgumentException("two checks named " + check.name());
          }
        });
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // as many as there are checks that run: see run(Check)
            IDLE.toMillis(),
            TimeUnit.MILLISECONDS,
            new SynchronousQueue<>(),
            daemons("lifeline-inspection"));
  }

  /** Threads that do not keep the JVM alive. */
  static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * @return what each check found; never fails, and completes at the latest when the longest limit
   *     is over
   */
  public CompletableFuture<List<CheckResult>> run() {
    List<CompletableFuture<CheckResult>> results = checks.stream().map(this::run).toList();
    return CompletableFuture.allOf(results.toArray(CompletableFuture[]::new))
        .thenApply(all -> results.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<CheckResult> run(Check check) {
    if (!running.add(check.name())) {
      return CompletableFuture.completedFuture(CheckResult.stillRunning(check));
    }
    CompletableFuture<CheckResult> result = new CompletableFuture<>();
    try {
      Future<?> work = threads.submit(() -> work(check, result));
      var unused =
          timer.schedule(
              () -> {
                if (result.complete(CheckResult.timedOut(check))) {
                  work.cancel(true);
                }
              },
              check.limit().toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) { // the node ends
      result.complete(CheckResult.failed(check, Duration.ZERO, e));
    }
    return result;
  }

  private void work(Check check, CompletableFuture<CheckResult> result) {
    long began = System.nanoTime();
    try {
      check
          .run()
          .whenComplete(
              (findings, failure) ->
                  result.complete(
                      failure == null
                          ? CheckResult.ended(check, since(began), findings)
                          : CheckResult.failed(check, since(began), failure)));
    } catch (Throwable failure) { // also an error: it is reported, and the thread is used again
      result.complete(CheckResult.failed(check, since(began), failure));
    } finally {
      running.remove(check.name());
    }
  }

  private static Duration since(long nanoTime) {
    return Duration.ofNanos(System.nanoTime() - nanoTime);
  }

  /** Interrupts what runs. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
