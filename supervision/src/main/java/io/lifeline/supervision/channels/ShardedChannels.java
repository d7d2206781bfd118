package io.lifeline.supervision.channels;

import io.lifeline.supervision.cluster.ClusterSettings;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;

/** The channels as sharded entities over the nodes that have the role {@code gateway}. */
final class ShardedChannels implements ChannelEntities {
  static final EntityTypeKey<ChannelLog.Command> KEY =
      EntityTypeKey.create(ChannelLog.Command.class, "channel");

  private final ActorRef<ShardingEnvelope<ChannelLog.Command>> region;

  private ShardedChannels(ActorRef<ShardingEnvelope<ChannelLog.Command>> region) {
    this.region = region;
  }

  /** Takes part in keeping the cluster's channels. Called once for each actor system. */
  static ShardedChannels start(ActorSystem<?> system, ChannelKeeping keeping) {
    return new ShardedChannels(
        ClusterSharding.get(system)
            .init(
                Entity.of(KEY, context -> ChannelLog.create(keeping, context.getShard()))
                    .withStopMessage(ChannelLog.Stop.INSTANCE)
                    .withRole(ClusterSettings.GATEWAY_ROLE)));
  }

  @Override
  public void tell(ChannelLog.Command command) {
    region.tell(new ShardingEnvelope<>(ChannelName.entityOf(command.channel()), command));
  }
}
