package io.lifeline.edge.node;

import io.lifeline.connection.CloseReason;
import io.lifeline.edge.http.Pages;
import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.edge.settings.OpsSettings;
import io.lifeline.edge.settings.StartFailure;
import io.lifeline.edge.transport.Listener;
import io.lifeline.edge.transport.tls.CertificateWatch;
import io.lifeline.supervision.ServiceFailure;
import io.lifeline.supervision.channels.Gateway;
import io.lifeline.supervision.cluster.Membership;
import io.lifeline.supervision.cluster.NodeAddress;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.lifecycle.Lifecycle;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.http.javadsl.Http;
import org.apache.pekko.http.javadsl.ServerBinding;
import org.apache.pekko.pattern.StatusReply;
import org.jspecify.annotations.Nullable;

/**
 * The root of a node's actors. Spawns its services, joins the cluster, binds both addresses, and
 * ends the node when it was drained or a service failed.
 *
 * <table>
 * <caption>States</caption>
 * <tr><td>idle</td><td>until it is told to start</td></tr>
 * <tr><td>binding ops, joining the cluster, reaching channels, binding main</td><td>one after
 *     the other; a failure is answered and ends the node, which leaves the cluster before</td></tr>
 * <tr><td>running</td><td>until it is told to drain, or the cluster parts with it</td></tr>
 * <tr><td>draining</td><td>until it has no connections</td></tr>
 * <tr><td>leaving</td><td>until it is out of the cluster</td></tr>
 * </table>
 */
final class NodeGuardian {
  sealed interface Command {}

  /** Starts the node; answered when it serves, or with a {@link StartFailure}. */
  record Start(ActorRef<StatusReply<Started>> replyTo) implements Command {}

  /** Drains the node, leaves the cluster, answers, and ends it. Told once. */
  record Drain(ActorRef<Lifecycle.Drained> replyTo) implements Command {}

  /** The node serves. */
  record Started(
      Addresses addresses,
      ActorRef<GatewayCommand> gateway,
      Optional<ActorRef<CertificateWatch.Command>> certificates) {}

  /** Exactly one of both is null. */
  private record OpsBindEnded(@Nullable ServerBinding binding, @Nullable Throwable failure)
      implements Command {}

  private record JoinEnded(Membership.JoinAnswer answer) implements Command {}

  private record ChannelsReached() implements Command {}

  private record ListenerSays(Listener.Event event) implements Command {}

  private record DrainEnded(Lifecycle.Drained drained) implements Command {}

  private record ClusterLeft() implements Command {}

  private record ClusterParted(Membership.Cause cause) implements Command {}

  /** Where those inside reach the node: operators and other nodes. */
  private record Inside(InetSocketAddress ops, NodeAddress cluster) {}

  private final ActorContext<Command> context;
  private final NodeParts parts;
  private final Pages pages = new Pages();

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
    NodeServices services =
        NodeServices.spawn(
            context,
            parts,
            pages,
            context.messageAdapter(
                Membership.Parted.class, parted -> new ClusterParted(parted.cause())));
    OpsSettings ops = parts.settings().edge().ops();
    context.pipeToSelf(
        Http.get(context.getSystem())
            .newServerAt(ops.host(), ops.port())
            .bind(services.opsRoutes().route()),
        OpsBindEnded::new);
    return whileServicesRun()
        .onMessage(OpsBindEnded.class, ended -> onOpsBindEnded(ended, start, services))
        .build();
  }

  private Behavior<Command> onOpsBindEnded(OpsBindEnded ended, Start start, NodeServices services) {
    ServerBinding binding = ended.binding();
    OpsSettings ops = parts.settings().edge().ops();
    return binding == null
        ? refuse(
            start, BindProblem.of("lifeline.edge.ops", ops.host(), ops.port(), ended.failure()))
        : becomeJoining(start, services, binding);
  }

  private Behavior<Command> becomeJoining(
      Start start, NodeServices services, ServerBinding opsBinding) {
    services
        .membership()
        .tell(
            new Membership.Join(
                context.messageAdapter(Membership.JoinAnswer.class, JoinEnded::new)));
    return whileServicesRun()
        .onMessage(
            JoinEnded.class, ended -> onJoinEnded(ended.answer(), start, services, opsBinding))
        .build();
  }

  private Behavior<Command> onJoinEnded(
      Membership.JoinAnswer answer, Start start, NodeServices services, ServerBinding opsBinding) {
    if (answer instanceof Membership.NotJoined not) {
      return refuse(start, new StartFailure(not.problem(), null));
    }
    NodeAddress self = ((Membership.Joined) answer).self();
    return becomeReachingChannels(start, services, new Inside(opsBinding.localAddress(), self));
  }

  /** Whoever connects or publishes from now on must not wait for the cluster to sort itself out. */
  private Behavior<Command> becomeReachingChannels(
      Start start, NodeServices services, Inside inside) {
    services
        .supervision()
        .readiness()
        .tell(
            new Gateway.WhenReady(
                context.messageAdapter(Gateway.Ready.class, ready -> new ChannelsReached())));
    return whileServicesRun()
        .onMessage(ChannelsReached.class, reached -> becomeBindingMain(start, services, inside))
        .onMessage(ClusterParted.class, parted -> onPartedTooSoon(start))
        .build();
  }

  private Behavior<Command> becomeBindingMain(Start start, NodeServices services, Inside inside) {
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
    return whileServicesRun()
        .onMessage(ListenerSays.class, says -> onListener(says.event(), start, services, inside))
        .onMessage(ClusterParted.class, parted -> onPartedTooSoon(start))
        .onSignal(Terminated.class, ended -> Behaviors.same()) // BindFailed follows
        .build();
  }

  private Behavior<Command> onListener(
      Listener.Event event, Start start, NodeServices services, Inside inside) {
    EdgeSettings edge = parts.settings().edge();
    if (event instanceof Listener.BindFailed failed) {
      StartFailure problem =
          BindProblem.of("lifeline.edge", edge.host(), edge.port(), failed.cause());
      return becomeLeaving(services, () -> start.replyTo().tell(StatusReply.error(problem)));
    }
    Listener.Bound bound = (Listener.Bound) event;
    Addresses addresses =
        new Addresses(edge.tls().enabled(), bound.address(), inside.ops(), inside.cluster());
    pages.open(
        NodePages.of(
            context.getSystem(),
            parts.settings(),
            addresses,
            services.supervision().gateway(),
            services.connections()));
    services.supervision().lifecycle().tell(new Lifecycle.Serve(bound.stop()));
    start
        .replyTo()
        .tell(
            StatusReply.success(
                new Started(
                    addresses,
                    services.supervision().gateway(),
                    services.transport().certificates())));
    return running(services);
  }

  private Behavior<Command> onPartedTooSoon(Start start) {
    return refuse(start, new StartFailure("the cluster parted with this node at once", null));
  }

  private Behavior<Command> refuse(Start start, StartFailure problem) {
    start.replyTo().tell(StatusReply.error(problem));
    parts.end().begin();
    return Behaviors.stopped();
  }

  private Behavior<Command> running(NodeServices services) {
    return whileServicesRun()
        .onMessage(Drain.class, drain -> onDrain(drain, services))
        .onMessage(ClusterParted.class, parted -> onParted(parted.cause(), services))
        .build();
  }

  private Behavior<Command> onDrain(Drain drain, NodeServices services) {
    parts.end().show(NodeEnd.DRAINED);
    return becomeDraining(services, CloseReason.NODE_DRAINING, Optional.of(drain.replyTo()));
  }

  private Behavior<Command> onParted(Membership.Cause cause, NodeServices services) {
    return switch (cause) {
      case TOLD_TO_LEAVE -> {
        context.getLog().info("the node was told to leave its cluster: it drains and ends");
        parts.end().show(NodeEnd.DRAINED);
        yield becomeDraining(services, CloseReason.NODE_DRAINING, Optional.empty());
      }
      case DOWNED -> {
        context.getLog().error("the cluster goes on without this node: it drains and ends");
        parts.end().show(NodeEnd.ISOLATED);
        yield becomeDraining(services, CloseReason.NODE_ISOLATED, Optional.empty());
      }
    };
  }

  private Behavior<Command> becomeDraining(
      NodeServices services, CloseReason why, Optional<ActorRef<Lifecycle.Drained>> asker) {
    services
        .supervision()
        .lifecycle()
        .tell(
            new Lifecycle.BeginDrain(
                why, context.messageAdapter(Lifecycle.Drained.class, DrainEnded::new)));
    return draining(services, asker);
  }

  private Behavior<Command> draining(
      NodeServices services, Optional<ActorRef<Lifecycle.Drained>> asker) {
    return whileServicesRun()
        .onMessage(Drain.class, drain -> draining(services, Optional.of(drain.replyTo())))
        .onMessage(ClusterParted.class, parted -> Behaviors.same()) // it ends anyway
        .onMessage(
            DrainEnded.class,
            ended ->
                becomeLeaving(
                    services, () -> asker.ifPresent(waiting -> waiting.tell(ended.drained()))))
        .build();
  }

  private Behavior<Command> becomeLeaving(NodeServices services, Runnable answer) {
    services
        .membership()
        .tell(
            new Membership.Leave(
                context.messageAdapter(Membership.Left.class, left -> new ClusterLeft())));
    return whileServicesRun()
        .onMessage(ClusterLeft.class, left -> onLeft(answer))
        .onMessage(ClusterParted.class, parted -> Behaviors.same()) // it leaves anyway
        .onSignal(Terminated.class, ended -> Behaviors.same()) // a listener that could not bind
        .build();
  }

  private Behavior<Command> onLeft(Runnable answer) {
    answer.run();
    parts.end().begin();
    return Behaviors.stopped();
  }

  private Behavior<Command> onServiceFailed(ChildFailed failed) {
    parts.end().show(NodeEnd.FAILED);
    parts.end().begin();
    return ServiceFailure.endsTheNode(context, failed);
  }

  private BehaviorBuilder<Command> whileServicesRun() {
    return BehaviorBuilder.<Command>create().onSignal(ChildFailed.class, this::onServiceFailed);
  }
}
