package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Asks channels that this node did not follow before a few at a time. Each of them may have to be
 * started, and all run in the same pool as everything else: if someone asks for thousands at once,
 * a message of another channel must not have to wait behind them at each of its hops.
 *
 * <p>What is not answered soon, because it is lost or its channel is not to be reached yet, holds
 * the others up no longer. Personal channels share entities and do not wait, nor do questions about
 * a channel whose position is known. Not thread-safe.
 */
final class PacedUplink implements Following.Uplink {
  static final int AT_A_TIME = 128;

  /** So long the questions under way keep others waiting. */
  static final Duration PATIENCE = Duration.ofMillis(50);

  private final Following.Uplink way;
  private final Consumer<Duration> alarm;
  private final Map<String, Integer> waiting = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private int room = AT_A_TIME;

  /**
   * @param alarm sets the one alarm: {@link #onAlarm} is to be called after so long
   */
  PacedUplink(Following.Uplink way, Consumer<Duration> alarm) {
    this.way = way;
    this.alarm = alarm;
  }

  @Override
  public void attach(String channel, @Nullable Position since, int attempt) {
    if (since != null || ChannelName.isPersonal(channel)) {
      way.attach(channel, since, attempt);
      return;
    }
    boolean isFirst = waiting.isEmpty();
    waiting.put(channel, attempt);
    askNext();
    if (isFirst && !waiting.isEmpty()) {
      alarm.accept(PATIENCE);
    }
  }

  @Override
  public void detach(String channel) {
    boolean waited = waiting.remove(channel) != null;
    boolean wasAsked = asked.contains(channel);
    if (!waited || wasAsked) {
      way.detach(channel);
    }
    answered(channel);
  }

  @Override
  public void recover(String channel, Position since, long ticket) {
    way.recover(channel, since, ticket);
  }

  /** A channel has answered where it stands. */
  void answered(String channel) {
    if (asked.remove(channel)) {
      room = Math.min(room + 1, AT_A_TIME);
      askNext();
    }
  }

  /** The questions that are under way are not waited for any more. */
  void onAlarm() {
    room = AT_A_TIME;
    askNext();
    if (!waiting.isEmpty()) {
      alarm.accept(PATIENCE);
    }
  }

  private void askNext() {
    while (room > 0 && !waiting.isEmpty()) {
      Iterator<Map.Entry<String, Integer>> oldestFirst = waiting.entrySet().iterator();
      Map.Entry<String, Integer> next = oldestFirst.next();
      oldestFirst.remove();
      room--;
      asked.add(next.getKey());
      way.attach(next.getKey(), null, next.getValue());
    }
  }
}
