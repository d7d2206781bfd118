package io.lifeline.supervision.channels.replica;

import java.util.List;

/**
 * A piece of a log: all that is remembered of the messages in {@code (after, upTo]}.
 *
 * @param entries in the order of their offsets, of which some may be missing
 */
public record Chunk(long after, long upTo, List<LogEntry> entries) {
  public Chunk {
    entries = List.copyOf(entries);
  }

  int bytes() {
    int bytes = 0;
    for (LogEntry entry : entries) {
      bytes += entry.bytes();
    }
    return bytes;
  }
}
