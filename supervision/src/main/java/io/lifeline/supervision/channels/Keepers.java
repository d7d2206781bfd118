package io.lifeline.supervision.channels;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** What keeps the channels that a node follows, watched by its hub. For the hub alone. */
final class Keepers {
  private final ActorContext<Object> context;
  private final Map<String, ActorRef<ChannelLog.Command>> keepers = new HashMap<>();
  private final Set<String> lostSlices = new HashSet<>();

  Keepers(ActorContext<Object> context) {
    this.context = context;
  }

  void keeps(String channel, ActorRef<ChannelLog.Command> keeper) {
    String entity = ChannelName.entityOf(channel);
    ActorRef<ChannelLog.Command> before = keepers.put(entity, keeper);
    if (!keeper.equals(before)) {
      if (before != null) {
        context.unwatch(before);
        lostSlices.add(entity);
      }
      context.watchWith(keeper, new Hub.KeeperEnded(entity, keeper));
    }
  }

  /** What keeps a channel, if that is known and lives on this node. */
  @Nullable ActorRef<ChannelLog.Command> onThisNode(String channel) {
    ActorRef<ChannelLog.Command> keeper = keepers.get(ChannelName.entityOf(channel));
    return keeper == null || keeper.path().address().hasGlobalScope() ? null : keeper;
  }

  /**
   * True if it kept one channel, which is to be asked for now. Of a slice all channels are lost,
   * and looked for together.
   */
  boolean ended(String entity, ActorRef<ChannelLog.Command> keeper) {
    boolean known = keepers.remove(entity, keeper);
    if (known && ChannelName.isPersonal(entity)) {
      lostSlices.add(entity);
      return false;
    }
    return known;
  }

  Set<String> takeLostSlices() {
    Set<String> lost = Set.copyOf(lostSlices);
    lostSlices.clear();
    return lost;
  }

  void forget(String channel) {
    if (!ChannelName.isPersonal(channel)) {
      ActorRef<ChannelLog.Command> keeper = keepers.remove(channel);
      if (keeper != null) {
        context.unwatch(keeper);
      }
    }
  }
}
