package io.lifeline.supervision.channels;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Channels as actors of this system, without a cluster. Thread-safe. */
final class LocalChannels implements ChannelEntities {
  private final ActorTestKit kit;
  private final ChannelKeeping keeping;
  private final TestProbe<ClusterSharding.ShardCommand> shard;
  private final Map<String, ActorRef<ChannelLog.Command>> entities = new HashMap<>();

  LocalChannels(ActorTestKit kit, ChannelKeeping keeping) {
    this.kit = kit;
    this.keeping = keeping;
    this.shard = kit.createTestProbe();
  }

  @Override
  public synchronized void tell(ChannelLog.Command command) {
    entities
        .computeIfAbsent(
            ChannelName.entityOf(command.channel()),
            entity -> kit.spawn(ChannelLog.create(keeping, shard.getRef())))
        .tell(command);
  }

  /** What keeps a channel is gone; the next command starts it anew. */
  synchronized void move(String channel) {
    ActorRef<ChannelLog.Command> entity = entities.remove(ChannelName.entityOf(channel));
    if (entity != null) {
      kit.stop(entity);
    }
  }

  /** Hears what the entities ask of their shards. */
  TestProbe<ClusterSharding.ShardCommand> shard() {
    return shard;
  }
}
