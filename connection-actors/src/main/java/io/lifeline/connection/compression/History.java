package io.lifeline.connection.compression;

import java.util.Arrays;

/**
 * The last bytes of what was inflated, as far back as a window reaches: what a next message may
 * refer to. Its array grows with what was received and never beyond the window. Not thread-safe.
 */
final class History {
  private static final int SMALLEST_ARRAY = 64;
  private static final byte[] NOTHING = {};

  private final int windowBytes;
  private byte[] bytes = NOTHING;
  private int size;

  History(int windowBytes) {
    this.windowBytes = windowBytes;
  }

  byte[] bytes() {
    return bytes;
  }

  int size() {
    return size;
  }

  void append(byte[] source, int from, int count) {
    int kept = Math.min(size, windowBytes - Math.min(count, windowBytes));
    int added = Math.min(count, windowBytes);
    int needed = kept + added;
    if (needed > bytes.length) {
      int room = Math.max(needed, Math.max(SMALLEST_ARRAY, 2 * bytes.length));
      byte[] larger = new byte[Math.min(room, windowBytes)];
      System.arraycopy(bytes, size - kept, larger, 0, kept);
      bytes = larger;
    } else {
      System.arraycopy(bytes, size - kept, bytes, 0, kept);
    }
    System.arraycopy(source, from + count - added, bytes, kept, added);
    size = needed;
  }

  History copy() {
    History copy = new History(windowBytes);
    copy.bytes = Arrays.copyOf(bytes, bytes.length);
    copy.size = size;
    return copy;
  }
}
