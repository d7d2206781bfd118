package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.replica.ReplicaSettings;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;

/**
 * The limits of a node's channels, from {@code lifeline.supervision.channels}.
 *
 * @param maxSubscribed channels that have a subscriber here, personal ones not counted
 * @param oneConnectionOfUser whether a user has one connection in the cluster, the newest
 * @param publishing what may be published
 * @param memory what the channels that live on this node may keep
 * @param replica how those that are replicated are kept on other nodes
 */
public record ChannelSettings(
    int maxSubscribed,
    boolean oneConnectionOfUser,
    Publishing publishing,
    Memory memory,
    Namespaces namespaces,
    ReplicaSettings replica) {

  /**
   * What may be published, and how much of it may be under way.
   *
   * @param maxBytes of one message's data
   * @param maxBroadcast channels in one broadcast
   * @param maxWaiting publications of this node that wait for their channels' answers
   * @param maxWaitingOfChannel the same, for one channel
   */
  public record Publishing(
      int maxBytes, int maxBroadcast, int maxWaiting, int maxWaitingOfChannel) {}

  /**
   * What the channels that live on this node may keep.
   *
   * @param maxRemembered channels without subscribers of which the position is remembered
   * @param rememberedFor after the latest publication
   * @param historyBytes of all channels together
   * @param idempotencyKeys of each channel
   * @param idempotencyFor after the publication
   */
  public record Memory(
      int maxRemembered,
      Duration rememberedFor,
      int historyBytes,
      int idempotencyKeys,
      Duration idempotencyFor) {}

  /** Reads {@code lifeline.supervision.channels}; problems go to the reader. */
  public static ChannelSettings from(SettingsReader reader) {
    return new ChannelSettings(
        reader.number("max-subscribed", 1, 10_000_000),
        reader.flag("one-connection-a-user"),
        new Publishing(
            reader.bytes("max-publish", 16, 16 << 20),
            reader.number("max-broadcast", 1, 100_000),
            reader.number("max-waiting", 1, 1_000_000),
            reader.number("max-waiting-of-channel", 1, 1_000_000)),
        new Memory(
            reader.number("max-remembered", 1, 10_000_000),
            reader.duration("remembered-for", Duration.ofSeconds(1), Duration.ofDays(365)),
            reader.bytes("history-of-node", 0, Integer.MAX_VALUE),
            reader.number("idempotency-keys", 0, 1_000_000),
            reader.duration("idempotency-for", Duration.ofSeconds(1), Duration.ofDays(1))),
        Namespaces.from(reader),
        ReplicaSettings.from(reader.at("replica")));
  }
}
