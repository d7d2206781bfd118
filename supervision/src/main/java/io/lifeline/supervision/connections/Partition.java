package io.lifeline.supervision.connections;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * The parent of a part of the node's connections. Spawns them, counts them and reports each end to
 * the {@link ConnectionSupervisor}.
 *
 * <p>Watches each connection; one that fails is counted as an internal error and stays stopped.
 * Keeps nothing of its own for a connection: its name is in the actor's path.
 */
final class Partition extends AbstractBehavior<Partition.Command> {
  sealed interface Command {}

  /** Makes a connection of each socket, then answers. */
  record Spawn(List<Newcomer> newcomers, ActorRef<ConnectionSupervisor.SocketsTaken> replyTo)
      implements Command {}

  /** A socket that has a place. */
  record Newcomer(ConnectionId id, AcceptedSocket socket) {}

  /** Ends so many connections that have not been told to end yet. */
  record EndSome(int connections, CloseReason reason, RetryRange retry) implements Command {}

  /** Ends every connection at once, without a closing handshake. */
  record CutAll(CloseReason reason) implements Command {}

  /** Stops those that do not listen. */
  record StopAll() implements Command {}

  static final String NAME_PREFIX = "c-";

  private final ConnectionFactory factory;
  private final ActorRef<ConnectionSupervisor.ConnectionStopped> supervisor;
  private final EventSink events;
  private final ResourceLedger ledger;
  private final RandomGenerator random;

  /** Who was told to end and has not stopped yet; empty unless the node drains. */
  private final Set<ActorRef<Void>> toldToEnd = new HashSet<>();

  static Behavior<Command> create(
      ConnectionFactory factory,
      ActorRef<ConnectionSupervisor.ConnectionStopped> supervisor,
      EventSink events,
      ResourceLedger ledger,
      RandomGenerator random) {
    return Behaviors.setup(
        context -> new Partition(context, factory, supervisor, events, ledger, random));
  }

  private Partition(
      ActorContext<Command> context,
      ConnectionFactory factory,
      ActorRef<ConnectionSupervisor.ConnectionStopped> supervisor,
      EventSink events,
      ResourceLedger ledger,
      RandomGenerator random) {
    super(context);
    this.factory = factory;
    this.supervisor = supervisor;
    this.events = events;
    this.ledger = ledger;
    this.random = random;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Spawn.class, this::onSpawn)
        .onMessage(EndSome.class, this::onEndSome)
        .onMessage(CutAll.class, this::onCutAll)
        .onMessage(StopAll.class, this::onStopAll)
        .onSignal(ChildFailed.class, this::onFailed)
        .onSignal(Terminated.class, this::onStopped)
        .build();
  }

  private Behavior<Command> onSpawn(Spawn spawn) {
    spawn.newcomers().forEach(this::spawn);
    spawn.replyTo().tell(new ConnectionSupervisor.SocketsTaken());
    return this;
  }

  private void spawn(Newcomer newcomer) {
    // The factory runs inside the new actor, so that its exception is that connection's failure.
    // Pekko keeps the function for as long as the actor lives: it must hold on to little.
    ConnectionFactory maker = factory;
    ConnectionId id = newcomer.id();
    AcceptedSocket socket = newcomer.socket();
    Behavior<ConnectionActor.Command> connection =
        Behaviors.setup(child -> maker.create(id, socket));
    ActorRef<ConnectionActor.Command> child =
        getContext().spawn(connection, NAME_PREFIX + id.value());
    getContext().watch(child);
    ledger.acquired(Resource.CONNECTION_ACTORS);
  }

  private Behavior<Command> onEndSome(EndSome order) {
    int left = order.connections();
    for (ActorRef<Void> child : getContext().getChildren()) {
      if (left == 0) {
        break;
      }
      if (toldToEnd.add(child)) {
        child.<ConnectionActor.Command>unsafeUpcast().tell(sentAway(order));
        left--;
      }
    }
    return this;
  }

  private ConnectionActor.End sentAway(EndSome order) {
    long seconds = order.retry().pick(random).toSeconds();
    Ending ending = Ending.of(order.reason());
    return new ConnectionActor.End(ending.withText(ending.text() + "; retry in " + seconds + "s"));
  }

  private Behavior<Command> onCutAll(CutAll order) {
    ConnectionActor.Cut cut = new ConnectionActor.Cut(order.reason());
    for (ActorRef<Void> child : getContext().getChildren()) {
      child.<ConnectionActor.Command>unsafeUpcast().tell(cut);
    }
    return this;
  }

  private Behavior<Command> onStopAll(StopAll order) {
    for (ActorRef<Void> child : getContext().getChildren()) {
      getContext().stop(child);
    }
    return this;
  }

  private Behavior<Command> onFailed(ChildFailed failed) {
    events.add(Metric.CLOSED, CloseReason.INTERNAL_ERROR.label(), 1);
    return onStopped(failed);
  }

  private Behavior<Command> onStopped(Terminated stopped) {
    ledger.released(Resource.CONNECTION_ACTORS);
    toldToEnd.remove(stopped.getRef());
    String name = stopped.getRef().path().name().substring(NAME_PREFIX.length());
    supervisor.tell(new ConnectionSupervisor.ConnectionStopped(new ConnectionId(name)));
    return this;
  }
}
