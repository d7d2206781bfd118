package io.lifeline.supervision.channels;

import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.supervision.channels.ChannelLog.Due;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that follow an entity's channels, each by its hub, and what they are told: messages,
 * where a channel stands that has become quiet, who comes and goes. For the entity alone.
 */
final class FollowingNodes {
  private final ActorContext<ChannelLog.Command> context;
  private final ChannelKeeping keeping;
  private final HeldChannels channels;
  private final EntityTimers timers;

  /** Each that is watched, with the list of it alone, which its channels share. */
  private final Map<ActorRef<ChannelEvent>, List<ActorRef<ChannelEvent>>> hubs = new HashMap<>();

  /** Channels whose nodes are not told yet where they stand. One that is dropped has no nodes. */
  private final Set<HeldChannel> recent = new LinkedHashSet<>();

  /** Made with the first change: few channels tell of them. */
  private @Nullable PresenceBatches presence;

  FollowingNodes(
      ActorContext<ChannelLog.Command> context,
      ChannelKeeping keeping,
      HeldChannels channels,
      EntityTimers timers) {
    this.context = context;
    this.keeping = keeping;
    this.channels = channels;
    this.timers = timers;
  }

  /** Asking again changes nothing. */
  void follow(HeldChannel channel, ActorRef<ChannelEvent> hub) {
    if (!channel.isFollowed()) {
      keeping.unfollowed.remove(channel.name, context.getSelf());
    }
    channel.follow(hub, watched(hub));
  }

  private List<ActorRef<ChannelEvent>> watched(ActorRef<ChannelEvent> hub) {
    return hubs.computeIfAbsent(
        hub,
        fresh -> {
          context.watchWith(fresh, new ChannelLog.HubEnded(fresh));
          return List.of(fresh);
        });
  }

  /** It follows nothing any more. */
  void ended(ActorRef<ChannelEvent> hub) {
    long now = keeping.clock.millis();
    hubs.remove(hub);
    for (HeldChannel channel : channels.all()) {
      if (channel.unfollow(hub)) {
        channels.touched(channel, now);
        if (channel.isFollowed() && keeping.namespaces.tellsOfJoins(channel.name)) {
          gather(PresenceChange.unknown(channel.name)); // it says of nobody that they left
        }
      }
    }
  }

  /**
   * A message that has its position.
   *
   * @param traceparent as in {@link ChannelEvent.Appended}
   */
  void publish(
      HeldChannel channel,
      Position position,
      ByteString json,
      long takenAtMillis,
      @Nullable String traceparent) {
    if (channel.isFollowed()) {
      tell(
          channel,
          new ChannelEvent.Appended(
              channel.name, position.epoch(), position.offset(), json, takenAtMillis, traceparent));
      recent.add(channel);
      timers.soon(Due.TELL);
    }
  }

  /** The last message of each may have been lost on the way. */
  void tellWhereChannelsStand() {
    for (HeldChannel channel : recent) {
      Position head = channel.log.head();
      tell(channel, new ChannelEvent.StandsAt(channel.name, head.epoch(), head.offset()));
    }
    recent.clear();
  }

  /** A user has this connection now, and no other. */
  void claimed(HeldChannel channel, String connection) {
    tell(channel, new ChannelEvent.Claimed(channel.name, connection));
  }

  /** Who has come and gone is told with what else comes soon. */
  void gather(PresenceChange change) {
    PresenceBatches batches = presence;
    if (batches == null) {
      batches =
          new PresenceBatches(
              keeping.clock::millis,
              delay -> timers.after(Due.PRESENCE, delay),
              this::tellPresence);
      presence = batches;
    }
    batches.add(change);
  }

  void onPresenceDue() {
    if (presence != null) {
      presence.onAlarm();
    }
  }

  private void tellPresence(PresenceChange change) {
    HeldChannel channel = channels.find(change.channel());
    if (channel != null) {
      tell(channel, new ChannelEvent.PresenceChanged(change));
    }
  }

  private static void tell(HeldChannel channel, ChannelEvent event) {
    channel.hubs().forEach(hub -> hub.tell(event));
  }
}
