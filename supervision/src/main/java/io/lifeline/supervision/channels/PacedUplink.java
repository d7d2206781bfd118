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
 * <p>The next are asked at a timer's tick and not as soon as there is an answer: one that followed
 * from the other would keep the pool's threads at it to the last, and what sockets have to say
 * would wait (ADR 0003 of http-edge). What is not answered soon, because it is lost or its channel
 * is not to be reached yet, holds the others up no longer. Personal channels share entities and do
 * not wait, nor do questions about a channel whose position is known. Not thread-safe.
 */
final class PacedUplink implements Following.Uplink {
  static final int AT_A_TIME = 256;

  /** So long until the next are asked, as far as there are answers. */
  static final Duration TURN = Duration.ofMillis(10);

  /** After so many turns no answer is waited for. */
  static final int PATIENCE_TURNS = 5;

  private final Following.Uplink way;
  private final Consumer<Duration> alarm;
  private final Map<String, Integer> waiting = new LinkedHashMap<>();
  private final Set<String> asked = new HashSet<>();
  private int room = AT_A_TIME;
  private int turns;

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
    if (isFirst && room > 0) {
      ask(channel, attempt);
      return;
    }
    waiting.put(channel, attempt);
    if (isFirst) {
      turns = 0;
      alarm.accept(TURN);
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
    }
  }

  /** The next ones have their turn. */
  void onAlarm() {
    turns++;
    if (turns % PATIENCE_TURNS == 0) {
      room = AT_A_TIME;
    }
    Iterator<Map.Entry<String, Integer>> oldestFirst = waiting.entrySet().iterator();
    while (room > 0 && oldestFirst.hasNext()) {
      Map.Entry<String, Integer> next = oldestFirst.next();
      oldestFirst.remove();
      ask(next.getKey(), next.getValue());
    }
    if (!waiting.isEmpty()) {
      alarm.accept(TURN);
    }
  }

  private void ask(String channel, int attempt) {
    room--;
    asked.add(channel);
    way.attach(channel, null, attempt);
  }
}
