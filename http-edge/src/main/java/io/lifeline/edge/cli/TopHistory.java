package io.lifeline.edge.cli;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The looks of the last {@value #SECONDS} seconds, from which rates are told. The node's counters
 * move once in 5 s, so over a shorter time they would seem to jump. For one thread.
 */
final class TopHistory {
  static final int SECONDS = 10;

  private static final long SPAN = Duration.ofSeconds(SECONDS).toNanos();
  private static final double SECOND = 1e9;

  private final Deque<TopLook> oldestFirst = new ArrayDeque<>();

  void add(TopLook look) {
    if (!oldestFirst.isEmpty() && !look.whose().equals(newest().whose())) {
      oldestFirst.clear(); // of others, whose counters have no part in these
    }
    while (oldestFirst.size() > 1 && look.at() - second().at() >= SPAN) {
      oldestFirst.removeFirst();
    }
    oldestFirst.addLast(look);
  }

  /** So many in each second; empty before there are two looks. */
  OptionalDouble rate(ToDoubleFunction<TopLook> counter) {
    if (oldestFirst.size() < 2) {
      return OptionalDouble.empty();
    }
    TopLook oldest = oldestFirst.getFirst();
    double counted = counter.applyAsDouble(newest()) - counter.applyAsDouble(oldest);
    return OptionalDouble.of(counted / ((newest().at() - oldest.at()) / SECOND));
  }

  /** The one before the newest, or null. */
  @Nullable TopLook before() {
    if (oldestFirst.size() < 2) {
      return null;
    }
    var each = oldestFirst.descendingIterator();
    each.next();
    return each.next();
  }

  private TopLook newest() {
    return oldestFirst.getLast();
  }

  private TopLook second() {
    var each = oldestFirst.iterator();
    each.next();
    return each.next();
  }
}
