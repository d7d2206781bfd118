package io.lifeline.connection;

import java.util.Optional;

/**
 * Where a channel stands, or where a client has got to in it.
 *
 * @param epoch changes when the channel begins anew; 1 to 64 characters of printable ASCII without
 *     space and colon
 * @param offset of the latest message; 0 before the first of the epoch
 */
public record Position(String epoch, long offset) {
  /** The longest epoch, in characters. */
  public static final int MAX_EPOCH = 64;

  /** The largest offset: the largest integer that JavaScript can count with. */
  public static final long MAX_OFFSET = (1L << 53) - 1;

  /** The position that a client states, or nothing if no channel can have it. */
  public static Optional<Position> of(String epoch, long offset) {
    return isEpoch(epoch) && offset >= 0 && offset <= MAX_OFFSET
        ? Optional.of(new Position(epoch, offset))
        : Optional.empty();
  }

  private static boolean isEpoch(String text) {
    if (text.isEmpty() || text.length() > MAX_EPOCH) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~' || c == ':') {
        return false;
      }
    }
    return true;
  }
}
