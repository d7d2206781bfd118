package io.lifeline.edge.transport;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.ConnectionSupervisor.SocketsTaken;
import io.lifeline.supervision.lifecycle.Lifecycle;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.typed.javadsl.ActorSink;
import org.jspecify.annotations.Nullable;

/**
 * Binds the main address and hands accepted sockets to the connections supervisor, the next ones
 * when those before are in its hands. Under a storm at most {@value #MOST_AT_ONCE} go together, so
 * that they share the way; others wait in the backlog.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>binding</td><td>ends as accepting, or tells {@link BindFailed} and stops</td></tr>
 * <tr><td>accepting</td><td>until it is told to stop</td></tr>
 * <tr><td>unbinding</td><td>until the port is closed</td></tr>
 * <tr><td>unbound</td><td>answers who else wants it to stop; what was accepted lives on</td></tr>
 * </table>
 *
 * <p>It fails, and with it the node, if accepting fails.
 */
public final class Listener {
  /** What the listener understands; orders to stop come as {@link Lifecycle.StopAccepting}. */
  public sealed interface Command {}

  /** Stops accepting without cutting a connection. */
  public record Stop(ActorRef<Lifecycle.AcceptingStopped> replyTo) implements Command {}

  /** What the listener tells the one who spawned it. */
  public sealed interface Event {}

  /**
   * @param stop takes the order to stop accepting
   */
  public record Bound(InetSocketAddress address, ActorRef<Lifecycle.StopAccepting> stop)
      implements Event {}

  public record BindFailed(Throwable cause) implements Event {}

  /** Exactly one of both is null. */
  private record BindEnded(Transport.@Nullable Binding binding, @Nullable Throwable failure)
      implements Command {}

  private record AcceptingStarted(ActorRef<SocketsTaken> ackTo) implements Command {}

  private record SocketsAccepted(ActorRef<SocketsTaken> ackTo, List<AcceptedSocket> sockets)
      implements Command {}

  private record AcceptingEnded(@Nullable Throwable failure) implements Command {}

  private record Unbound(@Nullable Throwable failure) implements Command {}

  /**
   * Where to listen and for whom.
   *
   * @param backlog connections that may wait to be accepted
   * @param ledger counts each socket from here on; whoever owns it counts it out
   */
  public record Setup(
      Transport transport,
      InetSocketAddress address,
      int backlog,
      ActorRef<ConnectionSupervisor.Command> connections,
      ResourceLedger ledger) {}

  /** So many sockets at most go together. Two such lots, accepted, may wait behind theirs. */
  private static final int MOST_AT_ONCE = 16;

  private final ActorContext<Command> context;
  private final Setup setup;
  private final ActorRef<Event> owner;

  public static Behavior<Command> create(Setup setup, ActorRef<Event> owner) {
    return Behaviors.setup(context -> new Listener(context, setup, owner).binding());
  }

  private Listener(ActorContext<Command> context, Setup setup, ActorRef<Event> owner) {
    this.context = context;
    this.setup = setup;
    this.owner = owner;
  }

  private Behavior<Command> binding() {
    CompletionStage<Transport.Binding> bound =
        setup
            .transport()
            .bind(setup.address(), setup.backlog())
            .batch(MOST_AT_ONCE, List::of, Listener::with)
            .toMat(
                ActorSink.<List<AcceptedSocket>, Command, SocketsTaken>actorRefWithBackpressure(
                        context.getSelf(),
                        SocketsAccepted::new,
                        AcceptingStarted::new,
                        new AcceptingEnded(null),
                        AcceptingEnded::new)
                    .withAttributes(Attributes.inputBuffer(1, 1)), // or lots wait as single ones
                Keep.left())
            .run(Materializer.createMaterializer(context));
    context.pipeToSelf(bound, BindEnded::new);
    return whileAccepting()
        .onMessage(BindEnded.class, this::onBindEnded)
        .onMessage(AcceptingEnded.class, ended -> Behaviors.same()) // BindEnded says why
        .build();
  }

  private Behavior<Command> onBindEnded(BindEnded ended) {
    Transport.Binding binding = ended.binding();
    if (binding == null) {
      Throwable failure = ended.failure();
      owner.tell(
          new BindFailed(failure == null ? new IllegalStateException("not bound") : failure));
      return Behaviors.stopped();
    }
    owner.tell(
        new Bound(
            binding.address(),
            context.messageAdapter(
                Lifecycle.StopAccepting.class, order -> new Stop(order.replyTo()))));
    return accepting(binding);
  }

  private Behavior<Command> accepting(Transport.Binding binding) {
    return whileAccepting()
        .onMessage(Stop.class, stop -> becomeUnbinding(binding, stop))
        .onMessage(AcceptingEnded.class, this::onAcceptingEnded)
        .build();
  }

  private Behavior<Command> onAcceptingEnded(AcceptingEnded ended) {
    throw new IllegalStateException("accepting connections ended", ended.failure());
  }

  private Behavior<Command> becomeUnbinding(Transport.Binding binding, Stop stop) {
    CompletionStage<Done> unbound = binding.unbind();
    context.pipeToSelf(unbound, (done, failure) -> new Unbound(failure));
    return whileAccepting()
        .onMessage(Unbound.class, answer -> onUnbound(answer, stop))
        .onMessage(AcceptingEnded.class, ended -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onUnbound(Unbound unbound, Stop stop) {
    if (unbound.failure() != null) {
      context.getLog().warn("the port may still be open", unbound.failure());
    }
    stop.replyTo().tell(new Lifecycle.AcceptingStopped());
    return unbound();
  }

  private Behavior<Command> unbound() {
    return whileAccepting()
        .onMessage(Stop.class, this::onStopAgain)
        .onMessage(AcceptingEnded.class, ended -> Behaviors.same())
        .build();
  }

  private Behavior<Command> onStopAgain(Stop stop) {
    stop.replyTo().tell(new Lifecycle.AcceptingStopped());
    return Behaviors.same();
  }

  /** Sockets that the kernel gave us are handed on in every state. */
  private BehaviorBuilder<Command> whileAccepting() {
    return BehaviorBuilder.<Command>create()
        .onMessage(AcceptingStarted.class, this::onStarted)
        .onMessage(SocketsAccepted.class, this::onSockets);
  }

  private Behavior<Command> onStarted(AcceptingStarted started) {
    started.ackTo().tell(new SocketsTaken());
    return Behaviors.same();
  }

  private Behavior<Command> onSockets(SocketsAccepted accepted) {
    accepted.sockets().forEach(socket -> setup.ledger().acquired(Resource.SOCKETS));
    setup
        .connections()
        .tell(new ConnectionSupervisor.Accepted(accepted.sockets(), accepted.ackTo()));
    return Behaviors.same();
  }

  /** One socket more; most come alone. */
  private static List<AcceptedSocket> with(List<AcceptedSocket> sockets, AcceptedSocket next) {
    List<AcceptedSocket> all = sockets.size() == 1 ? new ArrayList<>(sockets) : sockets;
    all.add(next);
    return all;
  }
}
