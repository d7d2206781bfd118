package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelOutcome.Rejected;
import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publications of this node that wait for the answers of their channels. Bounded, and for each
 * channel, so that one which does not answer takes no place from the others. Not thread-safe.
 */
final class Publications {
  /** A channel that has not answered by then may have the message or not. */
  static final long ANSWER_WITHIN_MILLIS = 3_000;

  private final ChannelSettings.Publishing limits;
  private final LongSupplier millis;

  /** By ticket; the oldest first. */
  private final LinkedHashMap<Long, Waiting> waiting = new LinkedHashMap<>();

  private final Map<String, Integer> ofChannel = new HashMap<>();
  private long tickets;

  /** Who waits. */
  interface Publisher {
    /** How it went; told once. */
    void told(PublishReply reply);

    /** Nobody will tell how it went: the node ends. */
    default void abandoned() {}
  }

  private record Waiting(String channel, Publisher publisher, long deadlineMillis) {}

  Publications(ChannelSettings.Publishing limits, LongSupplier millis) {
    this.limits = limits;
    this.millis = millis;
  }

  /** Why one more cannot be taken for a channel, or null. */
  @Nullable Rejected problemOf(String channel) {
    if (ofChannel.getOrDefault(channel, 0) >= limits.maxWaitingOfChannel()) {
      return Rejection.tooFast("this channel");
    }
    return waiting.size() >= limits.maxWaiting() ? Rejection.tooFast("their channels") : null;
  }

  /**
   * Takes one more.
   *
   * @return its ticket
   */
  long add(String channel, Publisher publisher) {
    tickets++;
    waiting.put(
        tickets, new Waiting(channel, publisher, millis.getAsLong() + ANSWER_WITHIN_MILLIS));
    ofChannel.merge(channel, 1, Integer::sum);
    return tickets;
  }

  /** A channel has answered; perhaps too late. */
  void onAnswer(AppendAnswer answer) {
    Waiting one = waiting.remove(answer.ticket());
    if (one != null) {
      oneLess(one);
      one.publisher().told(reply(answer));
    }
  }

  private static PublishReply reply(AppendAnswer answer) {
    if (answer instanceof AppendAnswer.Done done) {
      return new Published(done.position().offset(), done.position().epoch(), done.nodes());
    }
    AppendAnswer.Refused refused = (AppendAnswer.Refused) answer;
    return new NotPublished(refused.code(), refused.message());
  }

  /** Answers those who have waited too long. To be called every now and then. */
  void onTick() {
    for (Waiting one : takeOverdue()) {
      one.publisher().told(Rejection.notPublished(Rejection.notAnswered()));
    }
  }

  /** The node ends: whoever waits has waited in vain. */
  void abandon() {
    waiting.values().forEach(one -> one.publisher().abandoned());
    waiting.clear();
    ofChannel.clear();
  }

  private List<Waiting> takeOverdue() {
    long now = millis.getAsLong();
    List<Waiting> overdue = new ArrayList<>();
    Iterator<Waiting> oldestFirst = waiting.values().iterator();
    while (oldestFirst.hasNext()) {
      Waiting one = oldestFirst.next();
      if (one.deadlineMillis() > now) {
        break;
      }
      oldestFirst.remove();
      oneLess(one);
      overdue.add(one);
    }
    return overdue;
  }

  int size() {
    return waiting.size();
  }

  private void oneLess(Waiting one) {
    ofChannel.computeIfPresent(
        one.channel(), (channel, count) -> count == 1 ? null : Integer.valueOf(count - 1));
  }
}
