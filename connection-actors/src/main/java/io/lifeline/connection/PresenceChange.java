package io.lifeline.connection;

import java.util.List;

/**
 * Who has joined a channel and who has left it since the change before. A connection is in one of
 * both at most. Taken as the latest word on each of them it is never wrong: one that came and went
 * in between has left, whether or not it was known.
 *
 * @param complete whether these are all; if not, only who asks for the presence knows who is there
 */
public record PresenceChange(
    String channel, List<Present> joined, List<Present> left, boolean complete) {
  public PresenceChange {
    joined = List.copyOf(joined);
    left = List.copyOf(left);
  }

  /** Something has changed, and it is not known what. */
  public static PresenceChange unknown(String channel) {
    return new PresenceChange(channel, List.of(), List.of(), false);
  }
}
