package io.lifeline.supervision.lifecycle;

import io.lifeline.connection.CloseReason;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.BehaviorBuilder;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/**
 * Leads the node through its phases and drains it: not ready, stop accepting, refuse WebSockets,
 * hand its channels to the other nodes, close the connections in paced batches, cut what is left at
 * the deadline, answer.
 *
 * <p>States: starting, serving, stopping the listener, refusing, handing over, closing, cutting,
 * stopped. Whoever asks for a drain while one is under way gets the answer of that one.
 */
public final class Lifecycle {
  public sealed interface Command {}

  /** The listener accepts: the node is ready. */
  public record Serve(ActorRef<StopAccepting> listener) implements Command {}

  /**
   * Drains the node, once; answered within {@code drain.deadline} and one second.
   *
   * @param why what the connections are told; that of the first order counts
   */
  public record BeginDrain(CloseReason why, ActorRef<Drained> replyTo) implements Command {
    /** Drains the node because it is to end. */
    public BeginDrain(ActorRef<Drained> replyTo) {
      this(CloseReason.NODE_DRAINING, replyTo);
    }
  }

  /** The order to the listener; it has one second to answer. */
  public record StopAccepting(ActorRef<AcceptingStopped> replyTo) {}

  /** The listener's answer: its port is closed. */
  public record AcceptingStopped() implements Command {}

  /**
   * The node has no connections any more.
   *
   * @param connections that there were when the node began to refuse
   * @param inTime whether all of them ended by themselves before the deadline
   */
  public record Drained(int connections, boolean inTime) {}

  private record ListenerDeadline() implements Command {}

  private record NewcomersRefused(int connections) implements Command {}

  private record HandedOver(@Nullable Throwable failure) implements Command {}

  private record NextBatchDue() implements Command {}

  private record NoneLeft() implements Command {}

  private record DrainDeadline() implements Command {}

  private record StopDeadline() implements Command {}

  private enum Timer {
    LISTENER,
    BATCH,
    DRAIN,
    STOP
  }

  /** Why, who waits for the answer, and how many connections there were. */
  private record Draining(CloseReason why, List<ActorRef<Drained>> askers, int connections) {
    private static final int MAX_ASKERS = 64;

    Draining {
      askers = List.copyOf(askers);
    }

    boolean hasRoom() {
      return askers.size() < MAX_ASKERS;
    }

    Draining and(ActorRef<Drained> asker) {
      List<ActorRef<Drained>> more = new ArrayList<>(askers);
      more.add(asker);
      return new Draining(why, more, connections);
    }

    Draining withConnections(int count) {
      return new Draining(why, askers, count);
    }
  }

  /** A state of the drain as a function of who waits for its end. */
  private interface State {
    Behavior<Command> with(Draining draining);
  }

  private static final Duration LISTENER_ANSWERS_WITHIN = Duration.ofSeconds(1);
  private static final Duration STOPPED_WITHIN = Duration.ofSeconds(1);

  private final ActorContext<Command> context;
  private final TimerScheduler<Command> timers;
  private final ActorRef<ConnectionSupervisor.Command> connections;
  private final DrainSettings settings;
  private final Neighbours neighbours;
  private final PhaseBoard board;

  public static Behavior<Command> create(
      ActorRef<ConnectionSupervisor.Command> connections,
      DrainSettings settings,
      Neighbours neighbours,
      PhaseBoard board) {
    return Behaviors.setup(
        context ->
            Behaviors.withTimers(
                timers ->
                    new Lifecycle(context, timers, connections, settings, neighbours, board)
                        .starting()));
  }

  private Lifecycle(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ActorRef<ConnectionSupervisor.Command> connections,
      DrainSettings settings,
      Neighbours neighbours,
      PhaseBoard board) {
    this.context = context;
    this.timers = timers;
    this.connections = connections;
    this.settings = settings;
    this.neighbours = neighbours;
    this.board = board;
  }

  private Behavior<Command> starting() {
    return Behaviors.receive(Command.class)
        .onMessage(Serve.class, this::becomeServing)
        .onMessage(BeginDrain.class, order -> becomeRefusing(asked(order)))
        .build();
  }

  private Behavior<Command> becomeServing(Serve serve) {
    show(NodePhase.SERVING);
    return serving(serve.listener());
  }

  private Behavior<Command> serving(ActorRef<StopAccepting> listener) {
    return Behaviors.receive(Command.class)
        .onMessage(Serve.class, again -> serving(again.listener()))
        .onMessage(BeginDrain.class, order -> becomeStoppingListener(listener, asked(order)))
        .build();
  }

  private Behavior<Command> becomeStoppingListener(
      ActorRef<StopAccepting> listener, Draining draining) {
    beginDraining();
    timers.startSingleTimer(Timer.LISTENER, new ListenerDeadline(), LISTENER_ANSWERS_WITHIN);
    listener.tell(new StopAccepting(context.getSelf().narrow()));
    return stoppingListener(draining);
  }

  private Behavior<Command> stoppingListener(Draining draining) {
    return whileDraining(draining, this::stoppingListener)
        .onMessage(AcceptingStopped.class, answer -> becomeRefusing(draining))
        .onMessage(ListenerDeadline.class, due -> onListenerSilent(draining))
        .onMessage(DrainDeadline.class, due -> becomeCutting(draining))
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  private Behavior<Command> onListenerSilent(Draining draining) {
    context
        .getLog()
        .warn(
            "the listener did not stop within [{}]; draining all the same",
            LISTENER_ANSWERS_WITHIN);
    return becomeRefusing(draining);
  }

  private Behavior<Command> becomeRefusing(Draining draining) {
    beginDraining();
    timers.cancel(Timer.LISTENER);
    connections.tell(
        new ConnectionSupervisor.RefuseNewcomers(
            context.messageAdapter(
                ConnectionSupervisor.NewcomersRefused.class,
                refused -> new NewcomersRefused(refused.connections()))));
    return refusing(draining);
  }

  private Behavior<Command> refusing(Draining draining) {
    return whileDraining(draining, this::refusing)
        .onMessage(
            NewcomersRefused.class,
            refused -> becomeHandingOver(draining.withConnections(refused.connections())))
        .onMessage(DrainDeadline.class, due -> becomeCutting(draining))
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  /** Before clients come to the other nodes, the channels are there. */
  private Behavior<Command> becomeHandingOver(Draining draining) {
    if (draining.why() != CloseReason.NODE_DRAINING || neighbours.taken().getAsInt() == 0) {
      return becomeClosing(draining); // to whom?
    }
    context.pipeToSelf(
        neighbours.handOver().apply(settings.handOverWithin()),
        (done, failure) -> new HandedOver(failure));
    return handingOver(draining);
  }

  private Behavior<Command> handingOver(Draining draining) {
    return whileDraining(draining, this::handingOver)
        .onMessage(HandedOver.class, ended -> onHandedOver(ended, draining))
        .onMessage(DrainDeadline.class, due -> becomeCutting(draining))
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  private Behavior<Command> onHandedOver(HandedOver ended, Draining draining) {
    if (ended.failure() == null) {
      context.getLog().info("draining: the channels that lived here are handed over");
    } else {
      context.getLog().warn("draining: not all channels are handed over yet", ended.failure());
    }
    return becomeClosing(draining);
  }

  private Behavior<Command> becomeClosing(Draining draining) {
    context.getLog().info("draining: closing [{}] connections", draining.connections());
    timers.startTimerWithFixedDelay(
        Timer.BATCH, new NextBatchDue(), Duration.ZERO, settings.interval());
    connections.tell(
        new ConnectionSupervisor.TellWhenEmpty(
            context.messageAdapter(ConnectionSupervisor.NoneLeft.class, none -> new NoneLeft())));
    return closing(draining);
  }

  private Behavior<Command> closing(Draining draining) {
    return whileDraining(draining, this::closing)
        .onMessage(NextBatchDue.class, due -> closeBatch(draining))
        .onMessage(NoneLeft.class, none -> becomeStopped(draining, true))
        .onMessage(DrainDeadline.class, due -> becomeCutting(draining))
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  private Behavior<Command> closeBatch(Draining draining) {
    connections.tell(
        new ConnectionSupervisor.EndSome(
            settings.batchFor(draining.connections()),
            draining.why(),
            settings.retry().spread(draining.connections(), neighbours.taken().getAsInt())));
    return Behaviors.same();
  }

  private Behavior<Command> becomeCutting(Draining draining) {
    context.getLog().warn("drain deadline [{}] passed: cutting the rest", settings.deadline());
    timers.cancelAll();
    timers.startSingleTimer(Timer.STOP, new StopDeadline(), STOPPED_WITHIN);
    connections.tell(new ConnectionSupervisor.CutAll(draining.why()));
    connections.tell(
        new ConnectionSupervisor.TellWhenEmpty(
            context.messageAdapter(ConnectionSupervisor.NoneLeft.class, none -> new NoneLeft())));
    return cutting(draining);
  }

  private Behavior<Command> cutting(Draining draining) {
    return whileDraining(draining, this::cutting)
        .onMessage(NoneLeft.class, none -> becomeStopped(draining, false))
        .onMessage(StopDeadline.class, due -> onCutIgnored(draining))
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  private Behavior<Command> onCutIgnored(Draining draining) {
    connections.tell(new ConnectionSupervisor.StopAll());
    return becomeStopped(draining, false);
  }

  private Behavior<Command> becomeStopped(Draining draining, boolean inTime) {
    timers.cancelAll();
    show(NodePhase.STOPPED);
    Drained answer = new Drained(draining.connections(), inTime);
    draining.askers().forEach(asker -> asker.tell(answer));
    return stopped(answer);
  }

  private Behavior<Command> stopped(Drained answer) {
    return Behaviors.receive(Command.class)
        .onMessage(
            BeginDrain.class,
            order -> {
              order.replyTo().tell(answer);
              return Behaviors.same();
            })
        .onMessage(Serve.class, this::refuseToServe)
        .onAnyMessage(Lifecycle::ignoreLate)
        .build();
  }

  /** What every state of a drain understands. */
  private BehaviorBuilder<Command> whileDraining(Draining draining, State state) {
    return BehaviorBuilder.<Command>create()
        .onMessage(BeginDrain.class, order -> joinDrain(order, draining, state))
        .onMessage(Serve.class, this::refuseToServe);
  }

  private Behavior<Command> joinDrain(BeginDrain order, Draining draining, State state) {
    if (!draining.hasRoom()) {
      context.getLog().warn("too many ask for the drain; [{}] gets no answer", order.replyTo());
      return Behaviors.same();
    }
    return state.with(draining.and(order.replyTo()));
  }

  /** A listener that came up after the drain began. */
  private Behavior<Command> refuseToServe(Serve serve) {
    serve.listener().tell(new StopAccepting(context.getSelf().narrow()));
    return Behaviors.same();
  }

  private void beginDraining() {
    if (board.get() != NodePhase.DRAINING) {
      show(NodePhase.DRAINING);
      timers.startSingleTimer(Timer.DRAIN, new DrainDeadline(), settings.deadline());
    }
  }

  private void show(NodePhase phase) {
    context.getLog().info("node is [{}]", phase.label());
    board.show(phase);
  }

  /** An answer or a timer of a state that is over. */
  private static Behavior<Command> ignoreLate(Command late) {
    return Behaviors.same();
  }

  private static Draining asked(BeginDrain order) {
    return new Draining(order.why(), List.of(order.replyTo()), 0);
  }
}
