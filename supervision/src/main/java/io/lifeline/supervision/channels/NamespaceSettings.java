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
 * @param presence who may ask who hears a channel
 * @param joinLeave whether subscribers are told who joins and leaves
 * @param atLimit what happens to a slow reader, or null: what its endpoint's settings say
 */
public record NamespaceSettings(
    HistorySettings history,
    boolean recovery,
    boolean replication,
    WhoMayAsk presence,
    boolean joinLeave,
    @Nullable Overflow atLimit,
    Who subscribe,
    Who publish) {
  /** Who may ask for the presence of a channel. */
  public enum WhoMayAsk {
    OFF,
    BACK_ENDS,
    /** Back ends and subscribers. */
    ON
  }

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
        reader.choice("presence", WhoMayAsk.class),
        reader.flag("join-leave"),
        atLimit == AtLimit.ENDPOINT ? null : Overflow.valueOf(atLimit.name()),
        reader.choice("subscribe", Who.class),
        reader.choice("publish", Who.class));
  }
}
