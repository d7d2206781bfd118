package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Subscribers that are catching up with their channels. Only a few of them at a time, so that what
 * is under way to this node stays small however many come back at once; the others wait their turn.
 * For {@link Following} alone.
 */
final class Recoveries {
  /** So many are asked for at a time, each answered with up to a channel's whole history. */
  static final int AT_A_TIME = 32;

  /** After so long an answer, or the rest of it, is taken for lost. */
  static final long PATIENCE_MILLIS = 3_000;

  private final Following.Uplink uplink;
  private final LongSupplier millis;
  private final ArrayDeque<Running> waiting = new ArrayDeque<>();
  private final Map<Long, Running> running = new LinkedHashMap<>();
  private final Map<String, Running> midway = new LinkedHashMap<>();
  private long tickets;

  /** Whose answer was lost. */
  record Lost(String channel, CatchUp subscriber, boolean begun) {}

  private static final class Running {
    final String channel;
    final CatchUp subscriber;
    final Position since;
    long askedAtMillis;
    boolean begun;
    long next;

    Running(String channel, CatchUp subscriber, Position since) {
      this.channel = channel;
      this.subscriber = subscriber;
      this.since = since;
      this.next = since.offset() + 1;
    }
  }

  Recoveries(Following.Uplink uplink, LongSupplier millis) {
    this.uplink = uplink;
    this.millis = millis;
  }

  void add(String channel, CatchUp subscriber, Position since) {
    waiting.addLast(new Running(channel, subscriber, since));
    askForMore();
  }

  private void askForMore() {
    while (running.size() < AT_A_TIME && !waiting.isEmpty()) {
      Running next = waiting.removeFirst();
      if (next.subscriber.isWanted()) {
        tickets++;
        next.askedAtMillis = millis.getAsLong();
        running.put(tickets, next);
        uplink.recover(next.channel, next.since, tickets);
      }
    }
  }

  /**
   * Hands a subscriber what it has missed.
   *
   * @param head where the node has got to in the channel, or null if that is being asked
   * @return the subscriber, if it has to ask again because the node is not where the channel is
   */
  @Nullable CatchUp onRecovered(ChannelEvent.Recovered event, @Nullable Position head) {
    Running one = running.get(event.ticket());
    if (one == null) {
      return null;
    }
    if (!one.begun && !event.head().equals(head)) {
      end(event.ticket(), one);
      return one.subscriber.isWanted() ? one.subscriber : null;
    }
    if (!one.subscriber.isWanted()) {
      end(event.ticket(), one);
    } else if (!event.recovered()) {
      one.subscriber.begins(event.head(), Recovery.NOT_RECOVERED);
      one.subscriber.isLive();
      end(event.ticket(), one);
    } else {
      handOver(event, one);
    }
    return null;
  }

  private void handOver(ChannelEvent.Recovered event, Running one) {
    if (!one.begun) {
      one.begun = true;
      midway.put(one.channel, one);
      one.subscriber.begins(event.head(), Recovery.RECOVERED);
    }
    for (ChannelEvent.Earlier missed : event.missed()) {
      if (missed.offset() != one.next) {
        breakOff(one.channel, event.head());
        return;
      }
      one.next++;
      one.subscriber.missed(
          new Publication(one.channel, missed.json(), missed.offset(), event.head().epoch()));
    }
    if (event.last() && one.next != event.head().offset() + 1) {
      breakOff(one.channel, event.head());
    } else if (event.last()) {
      one.subscriber.isLive();
      end(event.ticket(), one);
    }
  }

  boolean hasMidway() {
    return !midway.isEmpty();
  }

  /**
   * The channel goes on, or is asked where it stands, while a subscriber waits for the rest of what
   * it has missed: that was lost.
   *
   * @param head where the node has got to in the channel
   */
  void breakOff(String channel, @Nullable Position head) {
    Running one = midway.get(channel);
    if (one != null && head != null) {
      running.values().remove(one);
      midway.remove(channel);
      if (one.subscriber.isWanted()) {
        one.subscriber.broken(head);
        one.subscriber.isLive();
      }
    }
  }

  /** Those who have waited too long; they are not waited for any more. */
  List<Lost> takeLost() {
    long now = millis.getAsLong();
    List<Lost> lost = new ArrayList<>();
    Iterator<Running> oldestFirst = running.values().iterator();
    while (oldestFirst.hasNext()) {
      Running one = oldestFirst.next();
      if (now - one.askedAtMillis < PATIENCE_MILLIS) {
        break;
      }
      oldestFirst.remove();
      midway.remove(one.channel, one);
      if (one.subscriber.isWanted()) {
        lost.add(new Lost(one.channel, one.subscriber, one.begun));
      }
    }
    askForMore();
    return lost;
  }

  private void end(long ticket, Running one) {
    running.remove(ticket);
    midway.remove(one.channel, one);
    askForMore();
  }
}
