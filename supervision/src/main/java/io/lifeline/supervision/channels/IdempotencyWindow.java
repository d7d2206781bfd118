package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a channel's latest publications, by which a repetition is known. Bounded by count and
 * age, the oldest is forgotten first. Not thread-safe.
 */
final class IdempotencyWindow {
  private final int maxKeys;
  private final long keptMillis;
  private final LinkedHashMap<String, Entry> entries = new LinkedHashMap<>();

  private record Entry(Position position, long atMillis) {}

  IdempotencyWindow(int maxKeys, Duration keptFor) {
    this.maxKeys = maxKeys;
    this.keptMillis = keptFor.toMillis();
  }

  /** Where the publication with this key stands, or null if there was none. */
  @Nullable Position find(String key, long nowMillis) {
    forgetOld(nowMillis);
    Entry entry = entries.get(key);
    return entry == null ? null : entry.position();
  }

  void remember(String key, Position position, long nowMillis) {
    forgetOld(nowMillis);
    entries.put(key, new Entry(position, nowMillis));
    if (entries.size() > maxKeys) {
      Iterator<String> oldest = entries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  /** The offset of the oldest message whose key is remembered, or {@code none}. */
  long keptFrom(long none) {
    return entries.isEmpty() ? none : entries.values().iterator().next().position().offset();
  }

  int size() {
    return entries.size();
  }

  private void forgetOld(long nowMillis) {
    Iterator<Map.Entry<String, Entry>> oldest = entries.entrySet().iterator();
    while (oldest.hasNext() && nowMillis - oldest.next().getValue().atMillis() > keptMillis) {
      oldest.remove();
    }
  }
}
