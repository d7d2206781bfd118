package io.lifeline.edge.node;

import io.lifeline.edge.http.Pages;
import io.lifeline.edge.http.PekkoHttpLayer;
import io.lifeline.edge.ops.ConnectionsReport;
import io.lifeline.edge.ops.Ops;
import io.lifeline.edge.ops.OpsRoutes;
import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.edge.settings.OpsSettings;
import io.lifeline.edge.settings.StartFailure;
import io.lifeline.edge.transport.Listener;
import io.lifeline.edge.transport.tls.CertificateWatch;
import io.lifeline.supervision.ServiceFailure;
import io.lifeline.supervision.Supervision;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.lifecycle.Lifecycle;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * The root of a node's actors. Spawns its services, binds both addresses, and ends the node when it
 * was drained or a service failed.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>idle</td><td>until it is told to start</td></tr>
 * <tr><td>binding ops, binding main</td><td>one after the other; a failure is answered and ends the
 *     node</td></tr>
 * <tr><td>running</td><td>until it was drained</td></tr>
 * </table>
 */
final class NodeGuardian {
  sealed interface Command {}

  /** Starts the node; answered when it serves, or with a {@link StartFailure}. */
  record Start(ActorRef<StatusReply<Started>> replyTo) implements Command {}

  /** Drains the node, answers, and ends it. */
  record Drain(ActorRef<Lifecycle.Drained> replyTo) implements Command {}

  /** The node serves. */
  record Started(
      Addresses addresses,
      ActorRef<GatewayCommand> gateway,
      Optional<ActorRef<CertificateWatch.Command>> certificates) {}

  /** Exactly one of both is null. */
  private record OpsBindEnded(@Nullable ServerBinding binding, @Nullable Throwable failure)
      implements Command {}

  private record ListenerSays(Listener.Event event) implements Command {}

  private record DrainEnded(Lifecycle.Drained drained, ActorRef<Lifecycle.Drained> replyTo)
      implements Command {}

  private final ActorContext<Command> context;
  private final NodeParts parts;
  private final Pages pages = new Pages();

  /** What exists once the services are spawned. */
  private record Services(
      Supervision supervision,
      OpsRoutes opsRoutes,
      ConnectionsReport report,
      MainTransport transport) {}

  static Behavior<Command> create(NodeParts parts) {
    return Behaviors.setup(context -> new NodeGuardian(context, parts).idle());
  }

  private NodeGuardian(ActorContext<Command> context, NodeParts parts) {
    this.context = context;
    this.parts = parts;
  }

  private Behavior<Command> idle() {
    return Behaviors.receive(Command.class).onMessage(Start.class, this::becomeBindingOps).build();
  }

  private Behavior<Command> becomeBindingOps(Start start) {
    Services services = services();
    OpsSettings ops = parts.settings().edge().ops();
    context.pipeToSelf(
        Http.get(context.getSystem())
            .newServerAt(ops.host(), ops.port())
            .bind(services.opsRoutes().route()),
        OpsBindEnded::new);
    return Behaviors.receive(Command.class)
        .onMessage(OpsBindEnded.class, ended -> onOpsBindEnded(ended, start, services))
        .onSignal(ChildFailed.class, failed -> ServiceFailure.endsTheNode(context, failed))
        .build();
  }

  private Services services() {
    PekkoHttpLayer http =
        new PekkoHttpLayer(context.getSystem(), parts.settings().edge().http(), pages);
    MainTransport transport = MainTransport.spawn(context, parts.settings().edge(), parts.events());
    Supervision supervision =
        Supervision.spawn(
            context,
            parts.settings().supervision(),
            parts.settings().connection().maxChannels(),
            NodeEnvironment.of(parts.events(), parts.ledger()),
            new ConnectionMaker(parts, http, transport.turns()));
    OpsSettings settings = parts.settings().edge().ops();
    ActorRef<Ops.Command> ops =
        context.spawn(
            Ops.create(supervision.hub(), settings, parts.ledger(), parts.events()), "ops");
    ConnectionsReport report =
        new ConnectionsReport(
            context.getSystem(),
            ops,
            parts.ledger(),
            supervision.node(),
            settings.inspectTimeout());
    return new Services(
        supervision,
        new OpsRoutes(supervision.phase(), parts.metrics(), report),
        report,
        transport);
  }

  private Behavior<Command> onOpsBindEnded(OpsBindEnded ended, Start start, Services services) {
    ServerBinding binding = ended.binding();
    OpsSettings ops = parts.settings().edge().ops();
    return binding == null
        ? refuse(
            start, BindProblem.of("lifeline.edge.ops", ops.host(), ops.port(), ended.failure()))
        : becomeBindingMain(start, services, binding);
  }

  private Behavior<Command> becomeBindingMain(
      Start start, Services services, ServerBinding opsBinding) {
    EdgeSettings edge = parts.settings().edge();
    Listener.Setup setup =
        new Listener.Setup(
            services.transport().transport(),
            new InetSocketAddress(edge.host(), edge.port()),
            edge.backlog(),
            services.supervision().connections(),
            parts.ledger());
    ActorRef<Listener.Command> listener =
        context.spawn(
            Listener.create(setup, context.messageAdapter(Listener.Event.class, ListenerSays::new)),
            "listener");
    context.watch(listener);
    return Behaviors.receive(Command.class)
        .onMessage(
            ListenerSays.class, says -> onListener(says.event(), start, services, opsBinding))
        .onSignal(ChildFailed.class, failed -> ServiceFailure.endsTheNode(context, failed))
        .onSignal(Terminated.class, ended -> Behaviors.same()) // BindFailed follows
        .build();
  }

  private Behavior<Command> onListener(
      Listener.Event event, Start start, Services services, ServerBinding opsBinding) {
    EdgeSettings edge = parts.settings().edge();
    if (event instanceof Listener.BindFailed failed) {
      return refuse(
          start, BindProblem.of("lifeline.edge", edge.host(), edge.port(), failed.cause()));
    }
    Listener.Bound bound = (Listener.Bound) event;
    Addresses addresses =
        new Addresses(edge.tls().enabled(), bound.address(), opsBinding.localAddress());
    pages.open(
        NodePages.of(
            context.getSystem(),
            parts.settings(),
            addresses,
            services.supervision().gateway(),
            services.opsRoutes(),
            services.report()));
    services.supervision().lifecycle().tell(new Lifecycle.Serve(bound.stop()));
    start
        .replyTo()
        .tell(
            StatusReply.success(
                new Started(
                    addresses,
                    services.supervision().gateway(),
                    services.transport().certificates())));
    return running(services.supervision().lifecycle());
  }

  private Behavior<Command> refuse(Start start, StartFailure problem) {
    start.replyTo().tell(StatusReply.error(problem));
    return Behaviors.stopped();
  }

  private Behavior<Command> running(ActorRef<Lifecycle.Command> lifecycle) {
    return Behaviors.receive(Command.class)
        .onMessage(Drain.class, drain -> onDrain(drain, lifecycle))
        .onMessage(DrainEnded.class, this::onDrainEnded)
        .onSignal(ChildFailed.class, failed -> ServiceFailure.endsTheNode(context, failed))
        .build();
  }

  private Behavior<Command> onDrain(Drain drain, ActorRef<Lifecycle.Command> lifecycle) {
    lifecycle.tell(
        new Lifecycle.BeginDrain(
            context.messageAdapter(
                Lifecycle.Drained.class, drained -> new DrainEnded(drained, drain.replyTo()))));
    return Behaviors.same();
  }

  private Behavior<Command> onDrainEnded(DrainEnded ended) {
    ended.replyTo().tell(ended.drained());
    return Behaviors.stopped();
  }
}
