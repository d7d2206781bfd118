package io.lifeline.connection.dialect;

import io.lifeline.connection.ChannelRequest.Wanted;
import io.lifeline.connection.Position;
import org.jspecify.annotations.Nullable;

/**
 * A position in a URL: {@code channel:offset:epoch}. It is read from its end, since the name of a
 * channel may hold colons and an epoch does not.
 */
final class PositionText {
  private static final int MAX_DIGITS = 16;

  private PositionText() {}

  /** The channel with the position, or null if the text is not one. */
  static @Nullable Wanted read(String text) {
    int beforeEpoch = text.lastIndexOf(':');
    int beforeOffset = beforeEpoch < 0 ? -1 : text.lastIndexOf(':', beforeEpoch - 1);
    if (beforeOffset <= 0) {
      return null;
    }
    String offset = text.substring(beforeOffset + 1, beforeEpoch);
    if (offset.isEmpty() || offset.length() > MAX_DIGITS || !isDigits(offset)) {
      return null;
    }
    String channel = text.substring(0, beforeOffset);
    return Position.of(text.substring(beforeEpoch + 1), Long.parseLong(offset))
        .map(position -> new Wanted(channel, position))
        .orElse(null);
  }

  private static boolean isDigits(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}
