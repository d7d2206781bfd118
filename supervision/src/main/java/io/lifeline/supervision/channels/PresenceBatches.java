package io.lifeline.supervision.channels;

import io.lifeline.connection.PresenceChange;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Gathers the changes of channels' presence, so that many become few messages. The first change of
 * a quiet channel is passed on after 25 ms with what else has come by then; while changes go on,
 * the next ones wait for twice as long each time, up to a second. A channel is forgotten after a
 * window in which nothing has changed. Not thread-safe.
 */
final class PresenceBatches {
  static final long FIRST_WINDOW_MILLIS = 25;
  static final long LONGEST_WINDOW_MILLIS = 1_000;

  private final LongSupplier millis;
  private final Consumer<Duration> alarm;
  private final Consumer<PresenceChange> out;
  private final Map<String, Window> windows = new HashMap<>();
  private final PriorityQueue<Window> byEnd =
      new PriorityQueue<>(Comparator.comparingLong((Window window) -> window.endMillis));

  private static final class Window {
    final String channel;
    PresenceBatch batch = new PresenceBatch();
    long millis = FIRST_WINDOW_MILLIS;
    long endMillis;

    Window(String channel, long nowMillis) {
      this.channel = channel;
      this.endMillis = nowMillis + millis;
    }
  }

  /**
   * @param millis the time, which never goes back
   * @param alarm sets the one alarm, in place of one that is set: {@link #onAlarm} is to be called
   *     after so long
   * @param out takes each batch
   */
  PresenceBatches(LongSupplier millis, Consumer<Duration> alarm, Consumer<PresenceChange> out) {
    this.millis = millis;
    this.alarm = alarm;
    this.out = out;
  }

  void joined(String channel, String connection, String user) {
    batch(channel).joined(connection, user);
  }

  void left(String channel, String connection, String user) {
    batch(channel).left(connection, user);
  }

  void add(PresenceChange change) {
    batch(change.channel()).add(change);
  }

  /** Passes on what has waited long enough. */
  void onAlarm() {
    long now = millis.getAsLong();
    for (Window first = byEnd.peek();
        first != null && first.endMillis <= now;
        first = byEnd.peek()) {
      byEnd.remove();
      end(first, now);
    }
    setAlarm(now);
  }

  /** Channels that have changed lately. */
  int size() {
    return windows.size();
  }

  private void end(Window window, long now) {
    if (window.batch.isEmpty()) {
      windows.remove(window.channel);
      return;
    }
    out.accept(window.batch.of(window.channel));
    window.batch = new PresenceBatch();
    window.millis = Math.min(2 * window.millis, LONGEST_WINDOW_MILLIS);
    window.endMillis = now + window.millis;
    byEnd.add(window);
  }

  private PresenceBatch batch(String channel) {
    Window window = windows.get(channel);
    if (window == null) {
      long now = millis.getAsLong();
      window = new Window(channel, now);
      windows.put(channel, window);
      byEnd.add(window);
      if (byEnd.peek() == window) {
        setAlarm(now);
      }
    }
    return window.batch;
  }

  private void setAlarm(long now) {
    Window first = byEnd.peek();
    if (first != null) {
      alarm.accept(Duration.ofMillis(Math.max(1, first.endMillis - now)));
    }
  }
}
