package io.lifeline.supervision.channels;

import java.util.concurrent.atomic.AtomicLong;

/** The memory that the histories of a node's channels share. Thread-safe. */
final class HistoryBudget {
  private final long limit;
  private final AtomicLong used = new AtomicLong();

  HistoryBudget(long limitBytes) {
    this.limit = limitBytes;
  }

  /** Takes so many bytes, or answers false and takes none if they are not there. */
  boolean take(int bytes) {
    if (used.addAndGet(bytes) <= limit) {
      return true;
    }
    used.addAndGet(-bytes);
    return false;
  }

  void giveBack(long bytes) {
    used.addAndGet(-bytes);
  }

  long used() {
    return used.get();
  }
}
