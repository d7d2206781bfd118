package io.lifeline.connection;

import io.lifeline.connection.ChannelPolicy.Who;
import java.util.Optional;

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

  /**
   * Why an identity may not subscribe, if it may not. Personal channels are never joined by asking
   * for them.
   */
  static Optional<ChannelOutcome.Rejected> problemOfSubscribing(
      ChannelPolicy policy, Identity identity, String channel) {
    if (isPersonal(channel)) {
      return Optional.of(DENIED);
    }
    return problem(
        policy,
        channel,
        policy.maySubscribe(channel) == Who.ANYONE || identity.maySubscribe(channel));
  }

  /**
   * Why an identity may not publish, if it may not. The personal channel of a user takes what its
   * own pattern allows, not what a bare * allows.
   */
  static Optional<ChannelOutcome.Rejected> problemOfPublishing(
      ChannelPolicy policy, Identity identity, String channel) {
    if (isPersonal(channel)) {
      boolean named = identity.publishes().stream().anyMatch(p -> p.startsWith(PERSONAL_PREFIX));
      return named && identity.mayPublish(channel) ? Optional.empty() : Optional.of(DENIED);
    }
    return problem(
        policy, channel, policy.mayPublish(channel) == Who.ANYONE || identity.mayPublish(channel));
  }

  /** That somebody may not comes before what does not exist, of which it then learns nothing. */
  private static Optional<ChannelOutcome.Rejected> problem(
      ChannelPolicy policy, String channel, boolean allowed) {
    return allowed ? policy.problemOf(channel) : Optional.of(DENIED);
  }

  private static boolean isPersonal(String channel) {
    return channel.startsWith(PERSONAL_PREFIX);
  }
}
