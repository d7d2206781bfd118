package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.connection.OutboundSettings.Overflow;
import io.lifeline.telemetry.settings.SettingsReader;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the channels of one namespace.
 *
 * @param recovery whether a subscriber may ask for the messages since a position
 * @param replication whether its channels are kept on other nodes as well
 * @param atLimit what happens to a slow reader, or null: what its endpoint's settings say
 */
public record NamespaceSettings(
    HistorySettings history,
    boolean recovery,
    boolean replication,
    @Nullable Overflow atLimit,
    Who subscribe,
    Who publish) {
  /** As it stands in the configuration. */
  private enum AtLimit {
    ENDPOINT,
    DISCONNECT,
    DROP_OLDEST,
    LATEST_ONLY
  }

  static NamespaceSettings from(SettingsReader reader) {
    AtLimit atLimit = reader.choice("at-limit", AtLimit.class);
    return new NamespaceSettings(
        HistorySettings.from(reader),
        reader.flag("recovery"),
        reader.flag("replication"),
        atLimit == AtLimit.ENDPOINT ? null : Overflow.valueOf(atLimit.name()),
        reader.choice("subscribe", Who.class),
        reader.choice("publish", Who.class));
  }
}
