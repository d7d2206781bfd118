package io.lifeline.supervision.channels;

import io.lifeline.supervision.cluster.ClusterSettings;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.sharding.ShardRegion;
import org.apache.pekko.cluster.sharding.typed.HashCodeMessageExtractor;
import org.apache.pekko.cluster.sharding.typed.ShardingEnvelope;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.sharding.typed.javadsl.Entity;
import org.apache.pekko.cluster.sharding.typed.javadsl.EntityTypeKey;
import org.apache.pekko.pattern.Patterns;

/** The channels as sharded entities over the nodes that have the role {@code gateway}. */
final class ShardedChannels implements ChannelEntities {
  static final EntityTypeKey<ChannelLog.Command> KEY =
      EntityTypeKey.create(ChannelLog.Command.class, "channel");

  private final ActorSystem<?> system;
  private final ActorRef<ShardingEnvelope<ChannelLog.Command>> region;
  private volatile ActorRef<ShardingEnvelope<ChannelLog.Command>> way;

  private ShardedChannels(
      ActorSystem<?> system, ActorRef<ShardingEnvelope<ChannelLog.Command>> region) {
    this.system = system;
    this.region = region;
    this.way = region;
  }

  /** Takes part in keeping the cluster's channels. Called once for each actor system. */
  static ShardedChannels start(ActorSystem<?> system, ChannelKeeping keeping) {
    return new ShardedChannels(
        system,
        ClusterSharding.get(system)
            .init(
                Entity.of(KEY, context -> ChannelLog.create(keeping, context.getShard()))
                    .withStopMessage(ChannelLog.Stop.INSTANCE)
                    .withRole(ClusterSettings.GATEWAY_ROLE)));
  }

  @Override
  public void tell(ChannelLog.Command command) {
    way.tell(new ShardingEnvelope<>(ChannelName.entityOf(command.channel()), command));
  }

  /**
   * Hands the channels that live here to the other nodes, of which there must be some; this node
   * keeps none from here on, and reaches all of them as before. Called once.
   *
   * @return completed when they are handed over, or fails when {@code within} is over
   */
  CompletionStage<Boolean> handOver(Duration within) {
    way =
        Adapter.toTyped(
            org.apache.pekko.cluster.sharding.ClusterSharding.get(system)
                .startProxy(
                    KEY.name(), Optional.of(ClusterSettings.GATEWAY_ROLE), new Envelopes(system)));
    return Patterns.gracefulStop(
        Adapter.toClassic(region), within, ShardRegion.gracefulShutdownInstance());
  }

  /** Finds the shard of a command as the region itself does. */
  private static final class Envelopes implements ShardRegion.MessageExtractor {
    private final HashCodeMessageExtractor<ChannelLog.Command> byHash;

    Envelopes(ActorSystem<?> system) {
      byHash =
          new HashCodeMessageExtractor<>(
              system.settings().config().getInt("pekko.cluster.sharding.number-of-shards"));
    }

    @Override
    public String entityId(Object message) {
      return ((ShardingEnvelope<?>) message).entityId();
    }

    @Override
    public Object entityMessage(Object message) {
      return ((ShardingEnvelope<?>) message).message();
    }

    @Override
    public String shardId(Object message) {
      return byHash.shardId(entityId(message));
    }
  }
}
