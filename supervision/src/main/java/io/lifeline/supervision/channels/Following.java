package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * How a node follows channels: hands out each message once and in order, notices what is missing,
 * and asks again until it knows where a channel stands. What cannot be filled in is a reset.
 *
 * <p>While a channel is asked, what it sends is ignored: its answer, which comes behind that,
 * contains it. Not thread-safe.
 */
final class Following {
  /** The way to the channels, on which anything may be lost. */
  interface Uplink {
    void attach(String channel, @Nullable Position since, int attempt);

    void detach(String channel);

    void recover(String channel, Position since, long ticket);
  }

  /** Those on this node who hear a channel. */
  interface Audience {
    /**
     * A message.
     *
     * @param takenAtMillis when a gateway took it, by its time of day; 0: it is not known
     * @param traceparent as in {@link ChannelEvent.Appended}
     */
    void message(Publication publication, long takenAtMillis, @Nullable String traceparent);

    /** The channel began anew, or messages were lost: the next is that behind {@code head}. */
    void reset(String channel, Position head);

    /**
     * The channel was found again where it had been lost, or something that it sent. Messages are
     * filled in, or there is a reset; what else it has told in between is lost.
     */
    void foundAgain(String channel);
  }

  /** After so long an unanswered question is asked again, and with each time twice as long. */
  static final long ASK_AGAIN_MILLIS = 2_000;

  private static final int MOST_DOUBLINGS = 2;

  private final Uplink uplink;
  private final Audience audience;
  private final LongSupplier millis;
  private final Map<String, Follow> follows = new HashMap<>();
  private final Set<Follow> asking = new LinkedHashSet<>();
  private final Recoveries recoveries;
  private int attempts;

  /**
   * @param millis the time, which never goes back
   */
  Following(Uplink uplink, Audience audience, LongSupplier millis) {
    this.uplink = uplink;
    this.audience = audience;
    this.millis = millis;
    this.recoveries = new Recoveries(uplink, millis);
  }

  /** Begins to follow a channel, unless it is followed already. */
  void follow(String channel) {
    if (!follows.containsKey(channel)) {
      Follow follow = new Follow(channel);
      follows.put(channel, follow);
      ask(follow);
    }
  }

  void unfollow(String channel) {
    Follow follow = follows.remove(channel);
    if (follow != null) {
      asking.remove(follow);
      uplink.detach(channel);
    }
  }

  boolean isFollowed(String channel) {
    return follows.containsKey(channel);
  }

  int size() {
    return follows.size();
  }

  /** Where a followed channel stands, or null if that is being asked. */
  @Nullable Position position(String channel) {
    Follow follow = follows.get(channel);
    return follow == null || follow.isAsking() ? null : follow.position();
  }

  /**
   * Calls back when it is known where a followed channel stands, unless it is unfollowed before.
   */
  void whenKnown(String channel, Runnable wakeUp) {
    Follow follow = follows.get(channel);
    if (follow != null) {
      Follow.Question question = follow.question;
      if (question != null) {
        question.waiting.add(wakeUp);
      } else {
        wakeUp.run();
      }
    }
  }

  /** Lets a subscriber into a followed channel. */
  void catchUp(String channel, CatchUp subscriber) {
    whenKnown(channel, () -> catchUpNow(channel, subscriber));
  }

  private void catchUpNow(String channel, CatchUp subscriber) {
    Position head = position(channel);
    if (head == null || !subscriber.isWanted()) {
      return;
    }
    Position since = subscriber.since();
    if (since == null || since.equals(head)) {
      subscriber.begins(head, since == null ? Recovery.NOT_ASKED : Recovery.RECOVERED);
      subscriber.isLive();
    } else {
      recoveries.add(channel, subscriber, since);
    }
  }

  void onAttached(ChannelEvent.Attached event) {
    Follow follow = follows.get(event.channel());
    if (follow == null) {
      uplink.detach(event.channel());
      return;
    }
    Follow.Question question = follow.question;
    if (question == null || event.attempt() != question.attempt) {
      return;
    }
    boolean again = follow.isKnown();
    if (!again) {
      follow.standsAt(event.head());
    } else if (!event.recovered()) {
      follow.standsAt(event.head());
      audience.reset(follow.channel, event.head());
    } else if (!fill(follow, event)) {
      ask(follow); // a part of the answer was lost
      return;
    }
    if (event.last()) {
      follow.question = null;
      asking.remove(follow);
      if (again) {
        audience.foundAgain(follow.channel);
      }
      question.waiting.forEach(Runnable::run);
    }
  }

  /** Hands out what was missed; false if it is not what comes next. */
  private boolean fill(Follow follow, ChannelEvent.Attached event) {
    if (!event.head().epoch().equals(follow.epoch)) {
      return false;
    }
    for (ChannelEvent.Earlier missed : event.missed()) {
      if (missed.offset() != follow.offset + 1) {
        return false;
      }
      handOut(follow, event.head().epoch(), missed.offset(), missed.json(), 0, null);
    }
    return !event.last() || follow.offset == event.head().offset();
  }

  void onAppended(ChannelEvent.Appended event) {
    Follow follow = follows.get(event.channel());
    if (follow == null) {
      uplink.detach(event.channel());
      return;
    }
    if (follow.isAsking()) {
      return;
    }
    boolean sameEpoch = event.epoch().equals(follow.epoch);
    if (sameEpoch && event.offset() == follow.offset + 1) {
      breakOffMidway(follow);
      handOut(
          follow,
          event.epoch(),
          event.offset(),
          event.json(),
          event.takenAtMillis(),
          event.traceparent());
    } else if (!sameEpoch || event.offset() > follow.offset) {
      ask(follow);
    }
  }

  void onStandsAt(ChannelEvent.StandsAt event) {
    Follow follow = follows.get(event.channel());
    if (follow == null) {
      uplink.detach(event.channel());
    } else if (!follow.isAsking()
        && (!event.epoch().equals(follow.epoch) || event.offset() > follow.offset)) {
      ask(follow);
    }
  }

  void onRecovered(ChannelEvent.Recovered event) {
    Follow follow = follows.get(event.channel());
    CatchUp again =
        recoveries.onRecovered(event, follow == null ? null : position(event.channel()));
    if (follow == null || again == null) {
      return;
    }
    if (!follow.isAsking()) {
      ask(follow); // the channel is further than what came from it
    }
    catchUp(event.channel(), again);
  }

  /** What kept these channels is gone: whatever keeps them now is asked where they stand. */
  void onLost(Predicate<String> channels) {
    for (Follow follow : follows.values()) {
      if (channels.test(follow.channel)) {
        ask(follow);
      }
    }
  }

  /** The same for one channel. */
  void onLost(String channel) {
    Follow follow = follows.get(channel);
    if (follow != null) {
      ask(follow);
    }
  }

  /** Asks again what was not answered. To be called every second or so. */
  void onTick() {
    long now = millis.getAsLong();
    for (Follow follow : List.copyOf(asking)) {
      Follow.Question question = follow.question;
      if (question != null && now - question.askedAtMillis >= patience(question)) {
        ask(follow);
      }
    }
    for (Recoveries.Lost lost : recoveries.takeLost()) {
      if (lost.begun()) {
        whenKnown(lost.channel(), () -> endBroken(lost));
      } else {
        catchUp(lost.channel(), lost.subscriber());
      }
    }
  }

  private static long patience(Follow.Question question) {
    return ASK_AGAIN_MILLIS << Math.min(MOST_DOUBLINGS, question.tries - 1);
  }

  private void endBroken(Recoveries.Lost lost) {
    Position head = position(lost.channel());
    if (head != null && lost.subscriber().isWanted()) {
      lost.subscriber().broken(head);
      lost.subscriber().isLive();
    }
  }

  private void ask(Follow follow) {
    breakOffMidway(follow);
    Follow.Question question = follow.question;
    if (question == null) {
      question = new Follow.Question();
      follow.question = question;
      asking.add(follow);
    }
    attempts++;
    question.attempt = attempts;
    question.tries++;
    question.askedAtMillis = millis.getAsLong();
    uplink.attach(follow.channel, follow.position(), question.attempt);
  }

  private void breakOffMidway(Follow follow) {
    if (recoveries.hasMidway()) {
      recoveries.breakOff(follow.channel, follow.position());
    }
  }

  private void handOut(
      Follow follow,
      String epoch,
      long offset,
      ByteString json,
      long takenAtMillis,
      @Nullable String traceparent) {
    follow.offset = offset;
    audience.message(
        new Publication(follow.channel, json, offset, epoch), takenAtMillis, traceparent);
  }
}
