package io.lifeline.connection;

import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.ConnectionActor.Crashed;
import io.lifeline.telemetry.timeline.Storied;
import io.lifeline.telemetry.timeline.Story;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ExtensibleBehavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.TypedActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * A connection's behavior. An exception in its own code becomes the message {@link Crashed}, so
 * that the peer is still told why its connection ends; a second one, while that is handled, stops
 * the actor the hard way.
 *
 * <p>It dispatches by hand: a built receive would cost an idle connection a kilobyte.
 */
abstract class GuardedBehavior extends ExtensibleBehavior<Command> implements Storied {
  /** Deals with a command. */
  abstract Behavior<Command> on(Command command);

  /** The actor has stopped in this behavior: what it held is released. */
  abstract void released();

  /** A behavior of functions. */
  static GuardedBehavior of(
      Function<? super Command, ? extends Behavior<Command>> onCommand,
      Runnable released,
      Supplier<Story> story) {
    return new GuardedBehavior() {
      @Override
      Behavior<Command> on(Command command) {
        return onCommand.apply(command);
      }

      @Override
      void released() {
        released.run();
      }

      @Override
      public Story story() {
        return story.get();
      }
    };
  }

  @Override
  public final Behavior<Command> receive(TypedActorContext<Command> context, Command command) {
    try {
      return on(command);
    } catch (RuntimeException e) {
      return on(new Crashed(command.getClass().getSimpleName(), e));
    }
  }

  @Override
  public final Behavior<Command> receiveSignal(TypedActorContext<Command> context, Signal signal) {
    if (signal instanceof PostStop) {
      released();
    }
    return Behaviors.same();
  }
}
