package io.lifeline.supervision.channels.replica;

import org.apache.pekko.util.ByteString;

/**
 * One message of a channel, as far as it is remembered.
 *
 * @param atMillis when it was published
 * @param key by which a repetition is known; empty if there is none
 * @param json its data; empty if only the key is remembered
 */
public record LogEntry(long offset, long atMillis, String key, ByteString json) {
  private static final int OVERHEAD = 96;

  /** About how many bytes of memory it takes. */
  int bytes() {
    return json.size() + key.length() + OVERHEAD;
  }

  LogEntry withoutData() {
    return json.isEmpty()
        ? this
        : new LogEntry(offset, atMillis, key, ByteString.emptyByteString());
  }
}
