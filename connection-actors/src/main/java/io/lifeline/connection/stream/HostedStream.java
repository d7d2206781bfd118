package io.lifeline.connection.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.stream.AbruptTerminationException;
import org.apache.pekko.stream.impl.SubFusingActorMaterializerImpl;
import org.apache.pekko.stream.impl.fusing.ActorGraphInterpreter.BoundaryEvent;
import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
import org.jspecify.annotations.Nullable;
import scala.Function1;
import scala.runtime.BoxedUnit;

/**
 * The stages of a stream, run by an actor of ours and not by one of Pekko's. Its host starts it,
 * hands it each message that is not its own, and stops it. A step is one message: what the stages
 * do to each other happens at once, up to a limit of events, and goes on in a later step.
 *
 * <p>For its host's thread alone. Together with {@link StreamOfActor} it is all that uses this
 * internal API of Pekko, which ADR 0003 gives the reason for.
 */
public final class HostedStream {
  /** The host's message to itself: events wait that one step had no more room for. */
  private enum GoOn {
    INSTANCE
  }

  /** Events between stages in one step; then the host's other messages get their turn. */
  private static final int EVENTS_OF_A_STEP = 1000;

  private final SubFusingActorMaterializerImpl streamsWithin;
  private @Nullable GraphInterpreterShell outermost; // until it has ended
  private @Nullable List<GraphInterpreterShell> within; // streams that its stages run
  private @Nullable ArrayDeque<GraphInterpreterShell> beginning; // the same, not started yet
  private @Nullable ArrayDeque<Object> waiting; // what the stages have told each other
  private @Nullable ActorRef host;
  private int eventsLeft;

  HostedStream(GraphInterpreterShell shell) {
    this.outermost = shell;
    this.streamsWithin = new SubFusingActorMaterializerImpl(shell.mat(), this::register);
  }

  /** Starts the stages. Called once, before anything else. */
  public void start(ActorRef self) {
    GraphInterpreterShell shell = outermost;
    if (shell == null || host != null) {
      throw new IllegalStateException("started twice");
    }
    host = self;
    eventsLeft = EVENTS_OF_A_STEP;
    begin(shell);
    goOn();
  }

  /**
   * Takes a step.
   *
   * @return false if the message is not for the stream
   */
  public boolean receive(Object message) {
    if (message instanceof BoundaryEvent event) {
      eventsLeft = EVENTS_OF_A_STEP;
      process(event);
    } else if (message instanceof GoOn) {
      eventsLeft = EVENTS_OF_A_STEP;
    } else {
      return false;
    }
    goOn();
    return true;
  }

  /** Stops what still runs, abruptly: each stage's {@code postStop} is called. */
  public void stop() {
    ArrayDeque<Object> left = waiting;
    waiting = null;
    if (left != null) {
      left.forEach(HostedStream::cancel);
    }
    ArrayDeque<GraphInterpreterShell> unstarted = beginning;
    beginning = null;
    if (unstarted != null) {
      unstarted.forEach(this::begin);
    }
    GraphInterpreterShell first = outermost;
    List<GraphInterpreterShell> others = within;
    outermost = null;
    within = null;
    if (first != null || others != null) {
      AbruptTerminationException cause = new AbruptTerminationException(self());
      Stream.concat(Stream.ofNullable(first), others == null ? Stream.empty() : others.stream())
          .forEach(shell -> shell.tryAbort(cause));
    }
  }

  /**
   * What has not ended of it, for who looks on any thread; streams that its stages run left out.
   */
  public @Nullable GraphInterpreterShell stages() {
    return outermost;
  }

  private void goOn() {
    ArrayDeque<Object> events = waiting;
    while (events != null && !events.isEmpty()) {
      if (eventsLeft == 0) {
        self().tell(GoOn.INSTANCE, ActorRef.noSender());
        return;
      }
      if (events.pollFirst() instanceof BoundaryEvent event) {
        process(event);
      } else {
        beginNext();
      }
    }
    waiting = null; // a quiet stream keeps no room for what it does not have
  }

  private void process(BoundaryEvent event) {
    GraphInterpreterShell shell = event.shell();
    if (shell.isTerminated() || !(shell.isInitialized() || begin(shell))) {
      event.cancel();
      return;
    }
    try {
      eventsLeft = shell.processEvent(event, eventsLeft);
    } catch (RuntimeException e) {
      shell.tryAbort(e);
    }
    if (shell.isTerminated()) {
      forget(shell);
    }
  }

  private void forget(GraphInterpreterShell ended) {
    List<GraphInterpreterShell> others = within;
    if (ended.equals(outermost)) {
      outermost = null;
    } else if (others != null && others.remove(ended) && others.isEmpty()) {
      within = null;
    }
  }

  private boolean begin(GraphInterpreterShell shell) {
    Function1<Object, BoxedUnit> atOnce = this::enqueue;
    eventsLeft = shell.init(self(), streamsWithin, atOnce, eventsLeft);
    if (shell.isTerminated()) {
      forget(shell);
      return false;
    }
    if (!shell.equals(outermost)) {
      List<GraphInterpreterShell> others = within == null ? new ArrayList<>(2) : within;
      within = others;
      others.add(shell);
    }
    return true;
  }

  /** A stream within this one, which must not start while one of its stages runs. */
  private ActorRef register(GraphInterpreterShell shell) {
    ArrayDeque<GraphInterpreterShell> shells = beginning == null ? new ArrayDeque<>(2) : beginning;
    beginning = shells;
    shells.addLast(shell);
    enqueue(GoOn.INSTANCE);
    return self();
  }

  private void beginNext() {
    ArrayDeque<GraphInterpreterShell> shells = beginning;
    GraphInterpreterShell next = shells == null ? null : shells.pollFirst();
    if (next != null && !next.isInitialized()) { // or an event that came before has begun it
      begin(next);
    }
  }

  private BoxedUnit enqueue(Object event) {
    ArrayDeque<Object> events = waiting == null ? new ArrayDeque<>(4) : waiting;
    waiting = events;
    events.addLast(event);
    return BoxedUnit.UNIT;
  }

  private ActorRef self() {
    ActorRef self = host;
    if (self == null) {
      throw new IllegalStateException("not started");
    }
    return self;
  }

  private static void cancel(Object event) {
    if (event instanceof BoundaryEvent boundary) {
      boundary.cancel();
    }
  }
}
