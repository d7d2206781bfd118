package io.lifeline.supervision;

import io.lifeline.connection.Admission;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.supervision.channels.Gateway;
import io.lifeline.supervision.channels.Hub;
import io.lifeline.supervision.channels.NodeChannels;
import io.lifeline.supervision.cluster.OtherGateways;
import io.lifeline.supervision.connections.ConnectionFactory;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.lifecycle.Lifecycle;
import io.lifeline.supervision.lifecycle.Neighbours;
import io.lifeline.supervision.lifecycle.NodePhase;
import io.lifeline.supervision.lifecycle.PhaseBoard;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * The services of a running node, as its guardian spawned them.
 *
 * @param connections takes accepted sockets
 * @param admission decides which connections may open; every connection has it
 * @param channels answers the requests of connections; every connection has it
 * @param gateway the actor API
 * @param readiness says when channels are to be reached
 * @param hub lists connections for inspection
 * @param lifecycle is told when the node serves and when it is to drain
 * @param phase where the node is in its life; thread-safe
 * @param node a short name of this node, new with each start
 */
public record Supervision(
    ActorRef<ConnectionSupervisor.Command> connections,
    ActorRef<Admission.Request> admission,
    ActorRef<ChannelRequest> channels,
    ActorRef<GatewayCommand> gateway,
    ActorRef<Gateway.WhenReady> readiness,
    ActorRef<Hub.Command> hub,
    ActorRef<Lifecycle.Command> lifecycle,
    Supplier<NodePhase> phase,
    String node) {

  /**
   * Spawns hub, gateway, connections and lifecycle as children of the caller, each before those
   * that turn to it, and watches them. The caller must be the node's guardian and should answer
   * {@code ChildFailed} with {@link ServiceFailure#endsTheNode}.
   *
   * @param maxChannelsOfConnection from the connections' settings
   * @param maker is called once, in the connections supervisor, with the references that every
   *     connection needs
   */
  public static Supervision spawn(
      ActorContext<?> context,
      SupervisionSettings settings,
      int maxChannelsOfConnection,
      NodeEnvironment environment,
      ConnectionFactory.Maker maker) {
    NodeChannels channels =
        NodeChannels.spawn(context, settings.channels(), maxChannelsOfConnection, environment);
    ActorRef<Object> connections =
        spawnWatched(
            context,
            ConnectionSupervisor.create(
                settings.partitions(),
                settings.connections(),
                environment,
                maker,
                channels.gateway().narrow()),
            "connections");
    PhaseBoard board = new PhaseBoard();
    ActorRef<Lifecycle.Command> lifecycle =
        spawnWatched(
            context,
            Lifecycle.create(
                connections.narrow(),
                settings.drain(),
                new Neighbours(
                    new OtherGateways(context.getSystem(), settings.connections().rate()),
                    channels.handOver()),
                board),
            "lifecycle");
    return new Supervision(
        connections.narrow(),
        connections.narrow(),
        channels.gateway().narrow(),
        channels.gateway().narrow(),
        channels.gateway().narrow(),
        channels.hub(),
        lifecycle,
        board,
        environment.node());
  }

  private static <M> ActorRef<M> spawnWatched(
      ActorContext<?> context, Behavior<M> behavior, String name) {
    ActorRef<M> ref = context.spawn(behavior, name);
    context.watch(ref);
    return ref;
  }
}
