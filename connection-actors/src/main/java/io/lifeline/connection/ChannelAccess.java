package io.lifeline.connection;

/** Which channel names exist, and which of them a client may ask for. */
public final class ChannelAccess {
  /** The longest channel name, in characters. */
  public static final int MAX_LENGTH = 255;

  static final ChannelOutcome.Rejected DENIED =
      new ChannelOutcome.Rejected(103, "permission denied");

  private static final String PERSONAL_PREFIX = "#";

  private ChannelAccess() {}

  /** The channel to which each connection of {@code user} is subscribed. */
  public static String personalChannel(String user) {
    return PERSONAL_PREFIX + user;
  }

  /** 1 to 255 characters of printable ASCII without space. */
  public static boolean isValidName(String channel) {
    if (channel.isEmpty() || channel.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < channel.length(); i++) {
      char c = channel.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /** Personal channels are never joined by asking for them. */
  static boolean maySubscribe(Identity identity, String channel) {
    return !channel.startsWith(PERSONAL_PREFIX) && identity.maySubscribe(channel);
  }

  /** The personal channel of a user takes what its own pattern allows, not what a bare * allows. */
  static boolean mayPublish(Identity identity, String channel) {
    return identity.mayPublish(channel)
        && (!channel.startsWith(PERSONAL_PREFIX)
            || identity.publishes().stream().anyMatch(p -> p.startsWith(PERSONAL_PREFIX)));
  }
}
