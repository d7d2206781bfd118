package io.lifeline.connection;

import java.util.List;

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
   * Who hears a channel.
   *
   * @param present as many as fit into an answer
   * @param connections how many hear it, named or not
   */
  record Presence(String channel, List<Present> present, int connections)
      implements ChannelOutcome {
    public Presence {
      present = List.copyOf(present);
    }

    /** Whether each connection is named. */
    public boolean isComplete() {
      return present.stream().mapToInt(user -> user.connections().size()).sum() == connections;
    }
  }

  /**
   * @param code 100 internal error, 102 unknown channel, 103 permission denied, 105 already
   *     subscribed, 106 limit exceeded, 107 bad request, 108 not available, 111 too many requests
   */
  record Rejected(int code, String message) implements ChannelOutcome {}
}
