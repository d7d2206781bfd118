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
 * Passes on the changes of channels' presence, so that many become few messages. The first change
 * of a quiet channel is passed on at once. What follows is gathered for 25 ms, and while changes go
 * on, for twice as long each time, up to a second. A channel is quiet again when nothing has
 * changed for a window and as long as the next one would be; the first change in between is passed
 * on at once as well, and makes the windows longer. Not thread-safe.
 */
final class PresenceBatches {
  static final long FIRST_WINDOW_MILLIS = 25;
  static final long LONGEST_WINDOW_MILLIS = 1_000;

  private final LongSupplier millis;
  private final Consumer<Duration> alarm;
  private final Consumer<PresenceChange> out;
  private final Map<String, Window> windows = new HashMap<>();
  private final PriorityQueue<Window> byWake =
      new PriorityQueue<>(Comparator.comparingLong((Window window) -> window.wakeMillis));

  /** What is gathered of one channel, and until when. */
  private static final class Window {
    final String channel;
    PresenceBatch batch = new PresenceBatch();
    long nextMillis = FIRST_WINDOW_MILLIS;
    long endMillis;

    /** When to look at it; changed only while it is not in the queue, which is sorted by it. */
    long wakeMillis;

    Window(String channel, long nowMillis) {
      this.channel = channel;
      this.endMillis = nowMillis;
    }

    boolean isOver(long now) {
      return now >= endMillis;
    }

    /** From then on the channel is quiet, if nothing changes. */
    long quietMillis() {
      return endMillis + nextMillis;
    }

    void beginAnew(long now) {
      batch = new PresenceBatch();
      endMillis = now + nextMillis;
      nextMillis = Math.min(2 * nextMillis, LONGEST_WINDOW_MILLIS);
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
    change(channel, batch -> batch.joined(connection, user));
  }

  void left(String channel, String connection, String user) {
    change(channel, batch -> batch.left(connection, user));
  }

  void add(PresenceChange change) {
    change(change.channel(), batch -> batch.add(change));
  }

  /** Passes on what has waited long enough. */
  void onAlarm() {
    long now = millis.getAsLong();
    for (Window first = byWake.peek();
        first != null && first.wakeMillis <= now;
        first = byWake.peek()) {
      byWake.remove();
      wake(first, now);
    }
    setAlarm(now);
  }

  /** Channels that have changed lately. */
  int size() {
    return windows.size();
  }

  private void change(String channel, Consumer<PresenceBatch> change) {
    long now = millis.getAsLong();
    Window known = windows.get(channel);
    Window window = known == null ? new Window(channel, now) : known;
    change.accept(window.batch);
    if (window.isOver(now)) {
      passOn(window, now);
    }
    if (known == null) {
      windows.put(channel, window);
      wakeAt(window, window.endMillis);
      if (byWake.peek() == window) {
        setAlarm(now);
      }
    }
  }

  private void wake(Window window, long now) {
    if (window.isOver(now) && !window.batch.isEmpty()) {
      passOn(window, now);
    }
    if (!window.isOver(now)) {
      wakeAt(window, window.endMillis);
    } else if (now < window.quietMillis()) {
      wakeAt(window, window.quietMillis());
    } else {
      windows.remove(window.channel);
    }
  }

  private void passOn(Window window, long now) {
    out.accept(window.batch.of(window.channel));
    window.beginAnew(now);
  }

  private void wakeAt(Window window, long atMillis) {
    window.wakeMillis = atMillis;
    byWake.add(window);
  }

  private void setAlarm(long now) {
    Window first = byWake.peek();
    if (first != null) {
      alarm.accept(Duration.ofMillis(Math.max(1, first.wakeMillis - now)));
    }
  }
}
