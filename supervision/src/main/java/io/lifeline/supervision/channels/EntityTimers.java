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
   * At least so long it stays without a channel, and at most twice: as long as clients take to come
   * back at most. They find their channels in the epoch that they know. An entity that went at once
   * would also take with it the channels of those who come back while it goes.
   */
  private static final Duration EMPTY = Duration.ofSeconds(30);

  private final TimerScheduler<ChannelLog.Command> timers;
  private final ActorRef<ClusterSharding.ShardCommand> shard;
  private final ActorRef<ChannelLog.Command> entity;
  private boolean neededMeanwhile;

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

  /**
   * There is something to keep. A timer that runs stays: channels come and go more often than
   * timers should be made.
   */
  void stay() {
    neededMeanwhile = true;
  }

  /** There is nothing to keep: after a while {@link Due#PASSIVATE} is due. */
  void passivateLater() {
    if (!timers.isTimerActive(Due.PASSIVATE)) {
      neededMeanwhile = false;
      timers.startSingleTimer(Due.PASSIVATE, Due.PASSIVATE, EMPTY);
    }
  }

  /** {@link Due#PASSIVATE} is due, and there is nothing to keep. */
  void passivateUnlessNeededMeanwhile() {
    if (neededMeanwhile) {
      passivateLater();
    } else {
      passivate();
    }
  }

  /** The entity is told to stop when nothing is on its way to it. */
  private void passivate() {
    shard.tell(new ClusterSharding.Passivate<>(entity));
  }
}
