package io.lifeline.supervision.channels;

import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * The limits of a node's channels, from {@code lifeline.supervision.channels}.
 *
 * @param maxSubscribed channels that have a subscriber here, personal ones not counted
 * @param maxRemembered channels whose position is remembered
 * @param rememberedFor after the latest publication
 * @param maxPublishBytes of one message's data
 * @param maxBroadcast channels in one broadcast
 */
public record ChannelSettings(
    int maxSubscribed,
    int maxRemembered,
    Duration rememberedFor,
    int maxPublishBytes,
    int maxBroadcast) {
  /** Reads {@code lifeline.supervision.channels}; problems go to the reader. */
  public static ChannelSettings from(SettingsReader reader) {
    return new ChannelSettings(
        reader.number("max-subscribed", 1, 10_000_000),
        reader.number("max-remembered", 1, 10_000_000),
        reader.duration("remembered-for", Duration.ofSeconds(1), Duration.ofDays(365)),
        reader.bytes("max-publish", 16, 16 << 20),
        reader.number("max-broadcast", 1, 100_000));
  }
}
