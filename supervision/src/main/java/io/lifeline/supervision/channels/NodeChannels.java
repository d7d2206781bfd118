package io.lifeline.supervision.channels;

import io.lifeline.supervision.channels.replica.Replicas;
import io.lifeline.supervision.cluster.OtherGateways;
import io.lifeline.supervision.connections.NodeEnvironment;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * A node's part in the channels of its cluster.
 *
 * @param gateway understands {@link io.lifeline.supervision.gateway.GatewayCommand} and {@link
 *     io.lifeline.connection.ChannelRequest}
 * @param hub lists connections for inspection
 * @param handOver gives the channels that live on this node to the others within the given time;
 *     called once, when there are others
 */
public record NodeChannels(
    ActorRef<Object> gateway,
    ActorRef<Hub.Command> hub,
    Function<Duration, CompletionStage<Boolean>> handOver) {

  /**
   * Spawns replica, hub and gateway as watched children of the caller, and lets the node keep
   * channels. The actor system must be a member of its cluster, or become one.
   *
   * @param maxChannelsOfConnection from the connections' settings
   */
  public static NodeChannels spawn(
      ActorContext<?> context,
      ChannelSettings settings,
      int maxChannelsOfConnection,
      NodeEnvironment environment) {
    Replicas replicas = Replicas.spawn(context, settings.replica(), environment);
    ChannelKeeping keeping = new ChannelKeeping(settings, environment, replicas);
    ShardedChannels entities = ShardedChannels.start(context.getSystem(), keeping);
    replicas.wakeWith(channel -> entities.tell(new ChannelLog.Wake(channel)));
    // The environment's clock is this node's own: it is not set right while the node runs.
    Clock timeOfDay = Clock.systemUTC();
    ActorRef<Object> hub =
        context.spawn(
            Hub.create(
                new Hub.Setup(
                    environment.node(),
                    settings.maxSubscribed(),
                    maxChannelsOfConnection,
                    settings.oneConnectionOfUser(),
                    entities,
                    settings.namespaces(),
                    environment.clock(),
                    timeOfDay,
                    environment.events(),
                    environment.ledger(),
                    environment.tracing())),
            "hub");
    context.watch(hub);
    ActorRef<Object> gateway =
        context.spawn(
            Gateway.create(
                settings,
                entities,
                hub,
                new OtherGateways(context.getSystem(), 1),
                new Gateway.Times(environment.clock(), timeOfDay),
                environment.tracing()),
            "gateway");
    context.watch(gateway);
    return new NodeChannels(gateway, hub.narrow(), entities::handOver);
  }
}
