package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.ChannelLog.Due;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The channels of an entity, each as long as it is followed, or remembers something. For the entity
 * alone.
 */
final class HeldChannels {
  /** Messages may come in the meantime, which are too old before what was there. */
  private static final long MOST_REST_MILLIS = 60_000;

  private final ChannelKeeping keeping;
  private final ActorRef<ChannelLog.Command> entity;
  private final EntityTimers timers;
  private final ReplicatedLogs replicatedLogs;
  private final Map<String, HeldChannel> channels = new HashMap<>();
  private String epoch;

  HeldChannels(
      ChannelKeeping keeping,
      ActorRef<ChannelLog.Command> entity,
      EntityTimers timers,
      ReplicatedLogs replicatedLogs) {
    this.keeping = keeping;
    this.entity = entity;
    this.timers = timers;
    this.replicatedLogs = replicatedLogs;
    this.epoch = keeping.newEpoch();
  }

  /** The epoch in which a channel begins that is not held. */
  String epoch() {
    return epoch;
  }

  /** Null if it is not held. */
  @Nullable HeldChannel find(String name) {
    return channels.get(name);
  }

  /** From now on it is held, if it was not before. */
  HeldChannel hold(String name) {
    timers.stay();
    return channels.computeIfAbsent(
        name,
        fresh ->
            new HeldChannel(
                fresh, emptyLog(fresh, epoch), replicatedLogs.open(fresh), keeping.clock.millis()));
  }

  MessageLog emptyLog(String name, String itsEpoch) {
    return new MessageLog(itsEpoch, keeping.namespaces.of(name).history(), keeping.budget);
  }

  /** Those that are held now. */
  List<HeldChannel> all() {
    return List.copyOf(channels.values());
  }

  /**
   * A channel was published to, or is followed by fewer: it may have to be forgotten, now or later.
   */
  void touched(HeldChannel channel, long now) {
    channel.activeAtMillis = now;
    if (channel.isFollowed()) {
      return;
    }
    if (channel.log.isFresh() && !channel.isBusy()) {
      drop(channel);
      passivateIfEmpty();
      return;
    }
    Unfollowed.Surplus surplus = keeping.unfollowed.touch(channel.name, entity);
    if (surplus != null) {
      surplus.entity().tell(new ChannelLog.Forget(surplus.channel()));
    }
    timers.soon(Due.LOOK);
  }

  /** Drops a channel of which there are too many, unless it is needed again. */
  void forget(String name) {
    HeldChannel channel = channels.get(name);
    if (channel != null && !channel.isFollowed() && !channel.isBusy()) {
      drop(channel);
      passivateIfEmpty();
    }
  }

  void dropWhatIsTooOld() {
    long now = keeping.clock.millis();
    long next = Long.MAX_VALUE;
    for (HeldChannel channel : all()) {
      channel.log.trim(now);
      ReplicatedLog replicated = channel.replicated;
      if (replicated != null) {
        replicated.forget(channel.horizon());
      }
      long restMillis = restOf(channel, now);
      if (restMillis <= 0) {
        drop(channel);
      } else {
        next = Math.min(next, restMillis);
      }
    }
    if (next < Long.MAX_VALUE) {
      timers.after(Due.LOOK, Duration.ofMillis(Math.min(next, MOST_REST_MILLIS)));
    }
    passivateIfEmpty();
  }

  /** How long until there may be something to drop of a channel; 0 if all of it is due now. */
  private long restOf(HeldChannel channel, long now) {
    long idle = now - channel.activeAtMillis;
    HistorySettings history = keeping.namespaces.of(channel.name).history();
    long untilTrimmed =
        channel.log.isEmpty()
            ? Long.MAX_VALUE
            : Math.max(1000, history.keptFor().toMillis() - idle);
    if (channel.isFollowed()) {
      return untilTrimmed;
    }
    if (channel.isBusy()) {
      return EntityTimers.QUIET.toMillis();
    }
    long rest = Math.max(0, keeping.memory.rememberedFor().toMillis() - idle);
    return Math.min(untilTrimmed, rest);
  }

  /** The entity stops. */
  void dropAll() {
    all().forEach(this::drop);
  }

  private void drop(HeldChannel channel) {
    channels.remove(channel.name);
    keeping.unfollowed.remove(channel.name, entity);
    ReplicatedLog replicated = channel.replicated;
    if (replicated != null) {
      replicatedLogs.close(replicated);
    }
    channel.log.clear();
    if (!channel.log.isFresh()) {
      epoch = keeping.newEpoch(); // should the channel come back, it must not go on in the old one
    }
  }

  void passivateIfEmpty() {
    if (channels.isEmpty()) {
      timers.passivateLater();
    }
  }

  void passivateIfStillEmpty() {
    if (channels.isEmpty()) {
      timers.passivateUnlessNeededMeanwhile();
    }
  }
}
