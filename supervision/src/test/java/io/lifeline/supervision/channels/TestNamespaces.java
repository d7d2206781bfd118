package io.lifeline.supervision.channels;

import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.supervision.channels.NamespaceSettings.WhoMayAsk;
import io.lifeline.supervision.channels.replica.ReplicaSettings;
import java.time.Duration;
import java.util.Map;

/** Namespaces as a configuration would have them. */
final class TestNamespaces {
  private static final NamespaceSettings USUAL =
      new NamespaceSettings(
          new HistorySettings(10, 1 << 18, Duration.ofMinutes(1)),
          true,
          false,
          WhoMayAsk.ON,
          false,
          null,
          Who.TOKEN,
          Who.TOKEN);

  private TestNamespaces() {}

  /** None: every channel is alike. */
  static Namespaces none() {
    return new Namespaces(USUAL, Map.of());
  }

  /** None, and every channel is kept on another node as well. */
  static Namespaces replicated(int history) {
    return new Namespaces(
        new NamespaceSettings(
            new HistorySettings(history, 1 << 22, Duration.ofMinutes(10)),
            true,
            true,
            WhoMayAsk.ON,
            false,
            null,
            Who.TOKEN,
            Who.TOKEN),
        Map.of());
  }

  /** One copy, and what a cluster of one takes is accepted. */
  static ReplicaSettings replica() {
    return new ReplicaSettings(1, Duration.ofSeconds(1), ReplicaSettings.WhenAlone.ACCEPT, 1 << 26);
  }

  /** Several, by what stands before the colon: what they tell of who is there. */
  static Namespaces withPresence() {
    return new Namespaces(
        USUAL,
        Map.of(
            "room:", presence(WhoMayAsk.ON, true),
            "desk:", presence(WhoMayAsk.BACK_ENDS, false),
            "dark:", presence(WhoMayAsk.OFF, false)));
  }

  private static NamespaceSettings presence(WhoMayAsk whoMayAsk, boolean joinLeave) {
    return new NamespaceSettings(
        USUAL.history(), true, false, whoMayAsk, joinLeave, null, Who.TOKEN, Who.TOKEN);
  }

  /** One, to which these may subscribe. */
  static Namespaces with(String prefix, Who subscribe) {
    NamespaceSettings open =
        new NamespaceSettings(
            USUAL.history(),
            true,
            false,
            USUAL.presence(),
            USUAL.joinLeave(),
            USUAL.atLimit(),
            subscribe,
            Who.TOKEN);
    return new Namespaces(USUAL, Map.of(prefix, open));
  }
}
