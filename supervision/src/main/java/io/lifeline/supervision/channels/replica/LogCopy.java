package io.lifeline.supervision.channels.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/**
 * What is remembered of a channel: its position, its latest messages, and idempotency keys that may
 * be older than those. Bounded by whoever moves its {@link Horizon}. Not thread-safe.
 */
public final class LogCopy {
  private final String epoch;

  /** Keys of messages whose data is forgotten; all of them older than {@link #entries}. */
  private final ArrayDeque<LogEntry> older = new ArrayDeque<>(2);

  private final ArrayDeque<LogEntry> entries = new ArrayDeque<>(2);
  private Horizon horizon = Horizon.BEGINNING;
  private long offset;
  private long bytes;

  /** A log that begins. */
  public LogCopy(String epoch) {
    this.epoch = epoch;
  }

  public String epoch() {
    return epoch;
  }

  /** Of the latest message; 0 before the first. */
  public long offset() {
    return offset;
  }

  public Horizon horizon() {
    return horizon;
  }

  /** About how many bytes of memory it takes. */
  long bytes() {
    return bytes;
  }

  /** What is remembered, the oldest first. */
  public List<LogEntry> entries() {
    List<LogEntry> all = new ArrayList<>(older.size() + entries.size());
    all.addAll(older);
    all.addAll(entries);
    return all;
  }

  /**
   * Takes in what a chunk has beyond this log.
   *
   * @return false, and nothing is taken, if there would be a gap
   */
  boolean append(Chunk chunk) {
    if (chunk.after() > offset) {
      return false;
    }
    for (LogEntry entry : chunk.entries()) {
      if (entry.offset() > offset) {
        entries.addLast(entry);
        bytes += entry.bytes();
      }
    }
    offset = Math.max(offset, chunk.upTo());
    return true;
  }

  /** Forgets what is behind a horizon. One that is nearer to the beginning changes nothing. */
  void forget(Horizon behind) {
    horizon =
        new Horizon(
            Math.max(horizon.historyFrom(), behind.historyFrom()),
            Math.max(horizon.keysFrom(), behind.keysFrom()));
    while (!entries.isEmpty() && entries.getFirst().offset() < horizon.historyFrom()) {
      LogEntry entry = entries.removeFirst();
      bytes -= entry.bytes();
      if (!entry.key().isEmpty()) {
        LogEntry key = entry.withoutData();
        older.addLast(key);
        bytes += key.bytes();
      }
    }
    while (!older.isEmpty() && older.getFirst().offset() < horizon.keysFrom()) {
      bytes -= older.removeFirst().bytes();
    }
  }

  /**
   * What comes after an offset.
   *
   * @param maxBytes it has at most so many, or one entry
   */
  Chunk after(long after, int maxBytes) {
    List<LogEntry> found =
        offset - after <= entries.size() / 2 ? fromTheEnd(after) : fromTheBeginning(after);
    List<LogEntry> part = new ArrayList<>();
    int size = 0;
    for (LogEntry entry : found) {
      size += entry.bytes();
      if (!part.isEmpty() && size > maxBytes) {
        return new Chunk(after, part.get(part.size() - 1).offset(), part);
      }
      part.add(entry);
    }
    return new Chunk(after, Math.max(after, offset), part);
  }

  private List<LogEntry> fromTheEnd(long after) {
    List<LogEntry> found = new ArrayList<>();
    Iterator<LogEntry> newestFirst = entries.descendingIterator();
    while (newestFirst.hasNext()) {
      LogEntry entry = newestFirst.next();
      if (entry.offset() <= after) {
        break;
      }
      found.add(entry);
    }
    Collections.reverse(found);
    return found;
  }

  private List<LogEntry> fromTheBeginning(long after) {
    return entries().stream().filter(entry -> entry.offset() > after).toList();
  }
}
