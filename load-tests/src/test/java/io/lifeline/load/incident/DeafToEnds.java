package io.lifeline.load.incident;

import io.lifeline.connection.ConnectionActor;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.BehaviorInterceptor;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The bug: a connection that is never told that its stream has ended, that beats are missed or that
 * nothing was received. A peer that goes away without a close frame leaves its actor, heartbeat,
 * writer and registry entry behind for good.
 */
final class DeafToEnds
    extends BehaviorInterceptor<ConnectionActor.Command, ConnectionActor.Command> {
  DeafToEnds() {
    super(ConnectionActor.Command.class);
  }

  @Override
  public Behavior<ConnectionActor.Command> aroundReceive(
      TypedActorContext<ConnectionActor.Command> context,
      ConnectionActor.Command message,
      ReceiveTarget<ConnectionActor.Command> target) {
    return isSwallowed(message) ? Behaviors.same() : target.apply(context, message);
  }

  /** These messages are the connection's own, so they are known here by their names only. */
  private static boolean isSwallowed(ConnectionActor.Command message) {
    String name = message.getClass().getSimpleName();
    boolean streamEnded = name.equals("Streamed") && message.toString().contains("Ended[");
    return streamEnded || name.equals("BeatReport") || name.equals("NothingReceived");
  }
}
