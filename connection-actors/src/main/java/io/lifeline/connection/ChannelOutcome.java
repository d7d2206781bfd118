package io.lifeline.connection;

/** How a {@link ChannelRequest} went. */
public sealed interface ChannelOutcome {
  record Joined(String channel) implements ChannelOutcome {}

  record Left(String channel) implements ChannelOutcome {}

  /** Where the message stands in its channel. */
  record Published(String channel, long offset, String epoch) implements ChannelOutcome {}

  /**
   * @param code 100 internal error, 102 unknown channel, 103 permission denied, 105 already
   *     subscribed, 106 limit exceeded, 107 bad request, 111 too many requests
   */
  record Rejected(int code, String message) implements ChannelOutcome {}
}
