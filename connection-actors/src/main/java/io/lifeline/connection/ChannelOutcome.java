package io.lifeline.connection;

/** How a {@link ChannelRequest} went. */
public sealed interface ChannelOutcome {
  /**
   * @param position of the channel: the messages behind it follow
   */
  record Joined(String channel, Position position, Recovery recovery) implements ChannelOutcome {}

  /** What became of the messages since the position with which a client has come. */
  enum Recovery {
    /** It came without one. */
    NOT_ASKED,
    /** Each of them follows, before any newer one. */
    RECOVERED,
    /** Not all of them are there, so none follows. */
    NOT_RECOVERED
  }

  record Left(String channel) implements ChannelOutcome {}

  /** Where the message stands in its channel. */
  record Published(String channel, long offset, String epoch) implements ChannelOutcome {}

  /**
   * @param code 100 internal error, 102 unknown channel, 103 permission denied, 105 already
   *     subscribed, 106 limit exceeded, 107 bad request, 111 too many requests
   */
  record Rejected(int code, String message) implements ChannelOutcome {}
}
