package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one channel: gives each its offset and keeps the latest, bounded by count, bytes
 * and age, and by the memory that all channels of the node share. What is kept has no gap and
 * reaches up to the latest message, or nothing is kept. Not thread-safe.
 */
final class MessageLog {
  /** What a kept message counts beyond its bytes. */
  static final int OVERHEAD = 96;

  private final String epoch;
  private final HistorySettings limits;
  private final HistoryBudget budget;
  private @Nullable ArrayDeque<Kept> kept; // made with the first that is kept
  private long offset;
  private int bytes;

  /** A message that is kept. */
  record Kept(long offset, ByteString json, long atMillis) {
    private int cost() {
      return json.size() + OVERHEAD;
    }
  }

  /**
   * What came after a position.
   *
   * @param recovered whether {@code missed} is all of it
   */
  record Since(boolean recovered, List<Kept> missed) {
    private static final Since NOT_RECOVERED = new Since(false, List.of());
    private static final Since NOTHING_MISSED = new Since(true, List.of());
  }

  MessageLog(String epoch, HistorySettings limits, HistoryBudget budget) {
    this.epoch = epoch;
    this.limits = limits;
    this.budget = budget;
  }

  /** Takes a message in and answers its position. */
  Position append(ByteString json, long nowMillis) {
    offset++;
    keep(new Kept(offset, json.compact(), nowMillis));
    trim(nowMillis);
    return head();
  }

  /** Goes on where another incarnation was; what it kept is kept as far as the limits allow. */
  void resume(long latest, List<Kept> messages) {
    offset = latest;
    messages.forEach(this::keep);
  }

  /** The offset of the oldest message that is kept, or of the next if none is. */
  long keptFrom() {
    return kept == null ? offset + 1 : kept.getFirst().offset();
  }

  /** The position of the latest message. */
  Position head() {
    return new Position(epoch, offset);
  }

  /**
   * Everything after a position, which may be one that was never given out: of another epoch, or
   * from the future. Then it is not recovered.
   */
  Since since(Position position, long nowMillis) {
    if (!position.epoch().equals(epoch) || position.offset() > offset) {
      return Since.NOT_RECOVERED;
    }
    if (position.offset() == offset) {
      return Since.NOTHING_MISSED;
    }
    trim(nowMillis);
    List<Kept> after = after(position.offset());
    return after.isEmpty() || after.get(0).offset() != position.offset() + 1
        ? Since.NOT_RECOVERED
        : new Since(true, after);
  }

  /** What is kept, the oldest first. */
  List<Kept> history(long nowMillis) {
    trim(nowMillis);
    return kept == null ? List.of() : List.copyOf(kept);
  }

  /** Forgets the messages and keeps the position. */
  void clear() {
    budget.giveBack(cost());
    kept = null;
    bytes = 0;
  }

  /** Drops what is too old. */
  void trim(long nowMillis) {
    ArrayDeque<Kept> messages = kept;
    if (messages == null) {
      return;
    }
    long oldest = nowMillis - limits.keptFor().toMillis();
    while (!messages.isEmpty() && messages.peekFirst().atMillis() < oldest) {
      dropOldest(messages);
    }
    if (messages.isEmpty()) {
      kept = null;
    }
  }

  boolean isEmpty() {
    return kept == null;
  }

  /** Whether anything was ever published. */
  boolean isFresh() {
    return offset == 0;
  }

  private void keep(Kept message) {
    ArrayDeque<Kept> messages = kept == null ? new ArrayDeque<>(2) : kept;
    while (!messages.isEmpty() && isFullFor(messages, message)) {
      dropOldest(messages);
    }
    boolean fits = message.json().size() <= limits.bytes() && limits.size() > 0;
    while (fits && !budget.take(message.cost())) {
      if (messages.isEmpty()) {
        fits = false;
      } else {
        dropOldest(messages);
      }
    }
    if (fits) {
      messages.addLast(message);
      bytes += message.json().size();
    } else {
      while (!messages.isEmpty()) {
        dropOldest(messages); // what is kept reaches up to the latest message
      }
    }
    kept = messages.isEmpty() ? null : messages;
  }

  private boolean isFullFor(ArrayDeque<Kept> messages, Kept message) {
    return messages.size() >= limits.size() || bytes + message.json().size() > limits.bytes();
  }

  private void dropOldest(ArrayDeque<Kept> messages) {
    Kept oldest = messages.removeFirst();
    bytes -= oldest.json().size();
    budget.giveBack(oldest.cost());
  }

  private long cost() {
    return kept == null ? 0 : bytes + (long) OVERHEAD * kept.size();
  }

  private List<Kept> after(long position) {
    List<Kept> after = new ArrayList<>();
    if (kept != null) {
      Iterator<Kept> newestFirst = kept.descendingIterator();
      while (newestFirst.hasNext()) {
        Kept message = newestFirst.next();
        if (message.offset() <= position) {
          break;
        }
        after.add(message);
      }
      java.util.Collections.reverse(after);
    }
    return after;
  }
}
