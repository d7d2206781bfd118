package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.Greeted;
import io.lifeline.connection.ConnectionActor.PeerSpoke;
import java.util.List;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is an open WebSocket and not yet greeted: the positions of its channels are
 * being asked for. What the peer says meanwhile waits, so that the server speaks first; the stage
 * reads no more than one batch of it. In all else it is as in {@link ActivePhase}.
 */
final class GreetingPhase extends GuardedBehavior {
  private final ActivePhase active;
  private final Session session;
  private final List<ChannelOutcome.Rejected> denied;
  private final @Nullable PeerSpoke waiting;

  private GreetingPhase(
      ActivePhase active,
      Session session,
      List<ChannelOutcome.Rejected> denied,
      @Nullable PeerSpoke waiting) {
    this.active = active;
    this.session = session;
    this.denied = denied;
    this.waiting = waiting;
  }

  /**
   * Begins a connection's time as an open WebSocket; its children are running.
   *
   * @param denied what the peer is told behind its greeting
   */
  static GreetingPhase of(
      Connection connection, Session session, List<ChannelOutcome.Rejected> denied) {
    return new GreetingPhase(
        new ActivePhase(connection, session, Progress.NONE), session, denied, null);
  }

  @Override
  Behavior<Command> on(Command command) {
    if (command instanceof PeerSpoke spoke) {
      return new GreetingPhase(active, session, denied, spoke);
    } else if (command instanceof Greeted greeted) {
      return onGreeted(greeted);
    }
    Behavior<Command> next = active.on(command);
    return next instanceof ActivePhase still
        ? new GreetingPhase(still, session, denied, waiting)
        : next;
  }

  private Behavior<Command> onGreeted(Greeted greeted) {
    for (ChannelOutcome.Rejected rejected : denied) {
      ClientRequests.answer(session, 0, rejected);
    }
    ActivePhase greetedNow = active.subscribedTo(greeted.channels());
    if (waiting == null) {
      return greetedNow;
    }
    Behavior<Command> next = greetedNow.on(waiting);
    return next == Behaviors.<Command>same() ? greetedNow : next;
  }

  @Override
  void released() {
    active.released();
  }
}
