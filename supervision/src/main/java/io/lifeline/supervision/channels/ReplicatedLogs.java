package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.replica.Replicas;
import io.lifeline.supervision.channels.replica.Replicator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/** The replicators of an entity's channels, which are its children. For the entity alone. */
final class ReplicatedLogs {
  private final ActorContext<ChannelLog.Command> context;
  private final ChannelKeeping keeping;

  /** Made with the first: few entities have any. */
  private @Nullable ActorRef<Replicator.Event> events;

  ReplicatedLogs(ActorContext<ChannelLog.Command> context, ChannelKeeping keeping) {
    this.context = context;
    this.keeping = keeping;
  }

  /** Null if the channel is not replicated. */
  @Nullable ReplicatedLog open(String channel) {
    Replicas replicas = keeping.replicas;
    return replicas == null || !keeping.namespaces.of(channel).replication()
        ? null
        : new ReplicatedLog(
            context.spawnAnonymous(
                replicas.replicator(
                    channel, keeping.copiesKeptFor(channel), keeping::newEpoch, events())));
  }

  private ActorRef<Replicator.Event> events() {
    ActorRef<Replicator.Event> known = events;
    if (known == null) {
      known = context.messageAdapter(Replicator.Event.class, ChannelLog.Replicated::new);
      events = known;
    }
    return known;
  }

  void close(ReplicatedLog log) {
    log.giveUp();
    context.stop(log.replicator()); // which leaves the log with this node
  }
}
