package io.lifeline.connection.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How long a message has been on its way, not counting the time in which its sender had to wait for
 * us. A pause for its own speed counts. Runs from the beginning.
 *
 * <p>Turned by the stream, read by the connection's actor. Thread-safe.
 */
final class MessageClock {
  private final LongSupplier nanoTime;
  private long goneNanos; // until it last stood still
  private long since; // when it last began to run
  private boolean running = true;

  MessageClock(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.since = nanoTime.getAsLong();
  }

  synchronized void stop() {
    if (running) {
      goneNanos += nanoTime.getAsLong() - since;
      running = false;
    }
  }

  synchronized void goOn() {
    if (!running) {
      since = nanoTime.getAsLong();
      running = true;
    }
  }

  synchronized Duration elapsed() {
    return Duration.ofNanos(goneNanos + (running ? nanoTime.getAsLong() - since : 0));
  }
}
