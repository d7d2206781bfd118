package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;

/** Tells personal channels, which belong to the user in their name, from the others. */
final class ChannelName {
  private static final String PERSONAL_PREFIX = ChannelAccess.personalChannel("");

  /** The personal channels of all users are divided among so many entities. */
  private static final int SLICES = 1024;

  private ChannelName() {}

  static boolean isPersonal(String channel) {
    return channel.startsWith(PERSONAL_PREFIX);
  }

  static String userOf(String personalChannel) {
    return personalChannel.substring(PERSONAL_PREFIX.length());
  }

  /**
   * The entity that keeps a channel: one of its own, or for a personal channel one that keeps those
   * of many users. The heap budget of a connection has no room for an actor for each user.
   */
  static String entityOf(String channel) {
    return isPersonal(channel)
        ? PERSONAL_PREFIX + Math.floorMod(channel.hashCode(), SLICES)
        : channel;
  }
}
