package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;
import io.lifeline.connection.ChannelOutcome.Rejected;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * What may be published, and asked. The data was parsed where it came in; checked here is what a
 * JSON value may have and a frame of a channel may not.
 *
 * @param maxBytes of one message's data
 */
record PublishRules(int maxBytes, Namespaces namespaces) {
  private static final int MAX_KEY = 255;

  /** What is wrong with a channel's name, or null. */
  @Nullable Rejected problemOf(String channel) {
    return ChannelAccess.isValidName(channel)
        ? namespaces.problemOf(channel).orElse(null)
        : Rejection.badName();
  }

  /**
   * Why somebody may not ask who hears a channel, or null.
   *
   * @param subscriber or else a back end
   */
  @Nullable Rejected problemOfPresence(String channel, boolean subscriber) {
    Rejected problem = problemOf(channel);
    if (problem != null) {
      return problem;
    }
    return switch (namespaces.of(channel).presence()) {
      case ON -> null;
      case BACK_ENDS -> subscriber ? Rejection.noPresence() : null;
      case OFF -> Rejection.noPresence();
    };
  }

  /** What is wrong with an idempotency key, or null. */
  static @Nullable Rejected problemOfKey(String key) {
    return key.length() <= MAX_KEY
        ? null
        : new Rejected(
            Rejection.BAD_REQUEST,
            "idempotency_key: " + key.length() + " characters (expected: at most 255)");
  }

  /** What is wrong with a user's name, or null. */
  @Nullable Rejected problemOfUser(String user) {
    return user.isEmpty() || user.length() > ChannelAccess.MAX_LENGTH
        ? new Rejected(Rejection.BAD_REQUEST, "user: not a name (expected: 1..255 characters)")
        : null;
  }

  /** What is wrong with a message's data, or null. */
  @Nullable Rejected problemOf(ByteString json) {
    if (json.isEmpty() || json.size() > maxBytes) {
      return new Rejected(
          Rejection.BAD_REQUEST, "data: " + json.size() + " bytes (expected: 1.." + maxBytes + ")");
    }
    if (json.indexOf((byte) '\n') >= 0 || json.indexOf((byte) '\r') >= 0) {
      return new Rejected(Rejection.BAD_REQUEST, "data: has a line break (expected: one line)");
    }
    return null;
  }
}
