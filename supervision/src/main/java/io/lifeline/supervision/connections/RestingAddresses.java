package io.lifeline.supervision.connections;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Addresses without a connection that are remembered until they have rested, or closing all its
 * connections would let an address begin anew. At most {@value #MOST}: with one more, the one that
 * has rested longest is forgiven.
 *
 * <p>Not thread-safe.
 */
final class RestingAddresses {
  static final int MOST = 100_000;

  private final Map<AddressBlock, Long> restedAt = new LinkedHashMap<>();

  void add(AddressBlock address, long rested) {
    restedAt.put(address, rested);
  }

  void remove(AddressBlock address) {
    restedAt.remove(address);
  }

  int size() {
    return restedAt.size();
  }

  /** Removes those whose time has come, oldest first up to the first that has to wait. */
  void removeRested(long now, Consumer<AddressBlock> forget) {
    Iterator<Map.Entry<AddressBlock, Long>> oldestFirst = restedAt.entrySet().iterator();
    while (oldestFirst.hasNext()) {
      Map.Entry<AddressBlock, Long> oldest = oldestFirst.next();
      if (oldest.getValue() > now && restedAt.size() <= MOST) {
        return;
      }
      oldestFirst.remove();
      forget.accept(oldest.getKey());
    }
  }
}
