package io.lifeline.connection.compression;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Native contexts for whoever needs one for a moment. The one that was given back last is lent
 * first, since it is still in the cache. Thread-safe.
 *
 * @param <T> what is lent; it must have been reset when it is given back
 */
final class Pool<T> {
  /** So many may lie idle; one more is ended instead. */
  private static final int MAX_IDLE = Math.max(2, Runtime.getRuntime().availableProcessors());

  private final ArrayDeque<T> idle = new ArrayDeque<>();
  private final Supplier<T> maker;
  private final Consumer<T> end;

  /**
   * @param end frees the native memory
   */
  Pool(Supplier<T> maker, Consumer<T> end) {
    this.maker = maker;
    this.end = end;
  }

  T borrow() {
    T context = takeIdle();
    return context == null ? maker.get() : context;
  }

  void giveBack(T context) {
    if (!keepIdle(context)) {
      end.accept(context);
    }
  }

  private synchronized @Nullable T takeIdle() {
    return idle.pollLast();
  }

  private synchronized boolean keepIdle(T context) {
    return idle.size() < MAX_IDLE && idle.add(context);
  }
}
