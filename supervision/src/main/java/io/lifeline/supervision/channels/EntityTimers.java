package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.ChannelLog.Due;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** What an entity does later by itself; at last it passivates. For the entity alone. */
final class EntityTimers {
  /** So long after its latest message a channel tells hubs where it stands. */
  static final Duration QUIET = Duration.ofSeconds(1);

  /**
   * So long it stays without a channel: as long as clients take to come back at most. They find
   * their channels in the epoch that they know. An entity that went at once would also take with it
   * the channels of those who come back while it goes.
   */
  private static final Duration EMPTY = Duration.ofSeconds(30);

  private final TimerScheduler<ChannelLog.Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorRef<ChannelLog.Command> entity;

  EntityTimers(
      TimerScheduler<ChannelLog.Command> timers,
      ActorRef<ClusterSharding.ShardCommand> shard,
      ActorRef<ChannelLog.Command> entity) {
    this.timers = timers;
    this.shard = shard;
    this.entity = entity;
  }

  /** Once it has been quiet for a moment, unless it is due already. */
  void soon(Due what) {
    if (!timers.isTimerActive(what)) {
      timers.startSingleTimer(what, what, QUIET);
    }
  }

  /** In place of when it was due. */
  void after(Due what, Duration delay) {
    timers.startSingleTimer(what, what, delay);
  }

  /** There is something to keep. */
  void stay() {
    timers.cancel(Due.PASSIVATE);
  }

  /** There is nothing to keep: after a while {@link Due#PASSIVATE} is due. */
  void passivateLater() {
    if (!timers.isTimerActive(Due.PASSIVATE)) {
      timers.startSingleTimer(Due.PASSIVATE, Due.PASSIVATE, EMPTY);
    }
  }

  /** The entity is told to stop when nothing is on its way to it. */
  void passivate() {
    shard.tell(new ClusterSharding.Passivate<>(entity));
  }
}
