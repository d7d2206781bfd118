package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelAccess;

/** Tells personal channels, which belong to the user in their name, from the others. */
final class ChannelName {
  private static final String PERSONAL_PREFIX = ChannelAccess.personalChannel("");

  private ChannelName() {}

  static boolean isPersonal(String channel) {
    return channel.startsWith(PERSONAL_PREFIX);
  }

  static String userOf(String personalChannel) {
    return personalChannel.substring(PERSONAL_PREFIX.length());
  }
}
