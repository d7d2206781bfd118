package io.lifeline.edge.http;

/**
 * When the last request or response passed on one HTTP connection, and whether it is one still.
 * Thread-safe: written where requests are answered, read by the stage that watches the bytes.
 */
final class ExchangeClock {
  private volatile long lastNanos = System.nanoTime();
  private volatile boolean upgraded;

  /** A request has come, or its response is ready. */
  void exchanged() {
    lastNanos = System.nanoTime();
  }

  /** The connection is a WebSocket from here on, which has other ways to notice silence. */
  void upgraded() {
    upgraded = true;
  }

  boolean isUpgraded() {
    return upgraded;
  }

  long idleNanos() {
    return System.nanoTime() - lastNanos;
  }
}
