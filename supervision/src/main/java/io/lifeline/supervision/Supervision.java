package io.lifeline.supervision;

import io.lifeline.connection.Admission;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.supervision.channels.ChannelSettings;
import io.lifeline.supervision.channels.Gateway;
import io.lifeline.supervision.channels.Hub;
import io.lifeline.supervision.channels.InMemoryChannelStore;
import io.lifeline.supervision.connections.ConnectionFactory;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.lifecycle.Lifecycle;
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
    ActorRef<Hub.Command> hub =
        spawnWatched(context, hub(settings, maxChannelsOfConnection, environment), "hub");
    ActorRef<Object> gateway =
        spawnWatched(context, gateway(settings.channels(), hub, environment), "gateway");
    ActorRef<Object> connections =
        spawnWatched(
            context,
            ConnectionSupervisor.create(
                settings.partitions(),
                settings.connections(),
                environment,
                maker,
                gateway.narrow()),
            "connections");
    PhaseBoard board = new PhaseBoard();
    ActorRef<Lifecycle.Command> lifecycle =
        spawnWatched(
            context, Lifecycle.create(connections.narrow(), settings.drain(), board), "lifecycle");
    return new Supervision(
        connections.narrow(),
        connections.narrow(),
        gateway.narrow(),
        gateway.narrow(),
        hub,
        lifecycle,
        board,
        environment.node());
  }

  private static Behavior<Hub.Command> hub(
      SupervisionSettings settings, int maxChannelsOfConnection, NodeEnvironment environment) {
    return Hub.create(
        environment.node(),
        settings.channels().maxSubscribed(),
        maxChannelsOfConnection,
        environment.ledger());
  }

  private static Behavior<Object> gateway(
      ChannelSettings settings, ActorRef<Hub.Command> hub, NodeEnvironment environment) {
    return Gateway.create(
        settings,
        new InMemoryChannelStore(settings, environment.clock(), environment.node()),
        hub,
        environment.events());
  }

  private static <M> ActorRef<M> spawnWatched(
      ActorContext<?> context, Behavior<M> behavior, String name) {
    ActorRef<M> ref = context.spawn(behavior, name);
    context.watch(ref);
    return ref;
  }
}
