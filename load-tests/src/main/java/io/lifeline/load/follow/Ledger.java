package io.lifeline.load.follow;

import io.lifeline.load.follow.Fault.Kind;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which message has which position, as publishers were answered and as clients received it. Both
 * must agree: one position has one message, and one message has one position within an epoch. A
 * message may come again in a later epoch, since a channel that began anew knows no keys of before;
 * that is counted. Grows with what is published. Thread-safe.
 */
public final class Ledger {
  /** What a channel's messages are known to be. */
  private static final class Book {
    final Map<Position, Long> numbers = new HashMap<>();
    final Map<Long, Position> places = new HashMap<>();
    final Set<Long> acknowledged = new HashSet<>();
    final Set<Long> received = new HashSet<>();
    @Nullable Position last;
  }

  private final Map<String, Book> books = new HashMap<>();
  private final Consumer<Fault> faults;
  private long again;

  public Ledger(Consumer<Fault> faults) {
    this.faults = faults;
  }

  /** A publisher was answered that its message has this position. */
  synchronized void acknowledged(String channel, Position at, long number) {
    Book book = book(channel);
    note(channel, book, at, number);
    book.acknowledged.add(number);
    Position last = book.last;
    if (last == null || !last.epoch().equals(at.epoch()) || last.offset() < at.offset()) {
      book.last = at;
    }
  }

  /** A client received a message at this position. */
  synchronized void received(String channel, Position at, long number) {
    Book book = book(channel);
    note(channel, book, at, number);
    book.received.add(number);
  }

  /** The furthest position of the epoch in which a message was acknowledged last. */
  synchronized Optional<Position> last(String channel) {
    return Optional.ofNullable(book(channel).last);
  }

  public synchronized long acknowledged() {
    return books.values().stream().mapToLong(book -> book.acknowledged.size()).sum();
  }

  /** Messages that were acknowledged and that no client has received. */
  public synchronized long lost() {
    return lost(channel -> true);
  }

  /** The same of such channels alone. */
  public synchronized long lost(Predicate<String> ofChannel) {
    return books.entrySet().stream()
        .filter(entry -> ofChannel.test(entry.getKey()))
        .mapToLong(entry -> lost(entry.getValue()))
        .sum();
  }

  /** Messages that have a position in more than one epoch. */
  public synchronized long again() {
    return again;
  }

  private static long lost(Book book) {
    Set<Long> missing = new HashSet<>(book.acknowledged);
    missing.removeAll(book.received);
    return missing.size();
  }

  private void note(String channel, Book book, Position at, long number) {
    Long known = book.numbers.putIfAbsent(at, number);
    if (known != null) {
      if (known != number) {
        fault(Kind.CONTRADICTION, channel + ": " + at + " is " + known + " and " + number);
      }
      return;
    }
    Position place = book.places.put(number, at);
    if (place == null) {
      return;
    }
    again++;
    if (place.epoch().equals(at.epoch())) {
      fault(Kind.PUBLISHED_TWICE, channel + ": " + number + " is at " + place + " and " + at);
    }
  }

  private Book book(String channel) {
    return books.computeIfAbsent(channel, name -> new Book());
  }

  private void fault(Kind kind, String text) {
    faults.accept(new Fault(kind, text));
  }
}
