package io.lifeline.supervision.channels;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Questions to the hubs of all nodes that wait for their answers. Who asks is answered with those
 * that are there after 2 seconds, at the latest. Not thread-safe.
 */
final class Gatherings {
  static final long ANSWER_WITHIN_MILLIS = 2_000;

  private final LongSupplier millis;

  /** By ticket; the oldest first. */
  private final LinkedHashMap<Long, Gathering> waiting = new LinkedHashMap<>();

  private long tickets;

  private static final class Gathering {
    final int expected;
    final long deadlineMillis;
    final Consumer<List<HubAnswer>> asker;
    final List<HubAnswer> answers = new ArrayList<>();

    Gathering(int expected, long deadlineMillis, Consumer<List<HubAnswer>> asker) {
      this.expected = expected;
      this.deadlineMillis = deadlineMillis;
      this.asker = asker;
    }
  }

  Gatherings(LongSupplier millis) {
    this.millis = millis;
  }

  /**
   * Begins to wait for so many answers.
   *
   * @param asker is told once
   * @return the ticket of the questions
   */
  long begin(int expected, Consumer<List<HubAnswer>> asker) {
    tickets++;
    if (expected == 0) {
      asker.accept(List.of());
    } else {
      long deadline = millis.getAsLong() + ANSWER_WITHIN_MILLIS;
      waiting.put(tickets, new Gathering(expected, deadline, asker));
    }
    return tickets;
  }

  void onAnswer(HubAnswer answer) {
    Gathering one = waiting.get(answer.ticket());
    if (one != null) {
      one.answers.add(answer);
      if (one.answers.size() == one.expected) {
        waiting.remove(answer.ticket());
        one.asker.accept(one.answers);
      }
    }
  }

  /** Answers those who have waited long enough. To be called every now and then. */
  void onTick() {
    long now = millis.getAsLong();
    List<Gathering> overdue = new ArrayList<>();
    Iterator<Gathering> oldestFirst = waiting.values().iterator();
    while (oldestFirst.hasNext()) {
      Gathering one = oldestFirst.next();
      if (one.deadlineMillis > now) {
        break;
      }
      oldestFirst.remove();
      overdue.add(one);
    }
    overdue.forEach(one -> one.asker.accept(one.answers));
  }

  int size() {
    return waiting.size();
  }
}
