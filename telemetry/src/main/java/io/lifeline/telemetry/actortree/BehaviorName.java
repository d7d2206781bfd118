package io.lifeline.telemetry.actortree;

import org.apache.pekko.actor.Actor;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.internal.InterceptorImpl;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The class that an actor's behaviour has. Only classes are looked at and nothing of the actor is
 * run, so what is read while the actor changes is its behaviour of before or of after.
 */
final class BehaviorName {
  private static final int MAX_INTERCEPTORS = 16;

  private BehaviorName() {}

  /** Empty if the class says nothing: it is Pekko's own, or the actor has not begun. */
  static String of(Cell cell) {
    return named(behavior(cell));
  }

  /** What is around it taken away; null if the actor has not begun. */
  static @Nullable Object behavior(Cell cell) {
    if (!(cell instanceof ActorCell started)) {
      return null;
    }
    Actor actor = started.actor();
    return actor instanceof ActorAdapter<?> typed ? within(typed.currentBehavior()) : actor;
  }

  private static @Nullable Behavior<?> within(@Nullable Behavior<?> behavior) {
    Behavior<?> inner = behavior;
    for (int i = 0; i < MAX_INTERCEPTORS; i++) {
      if (!(inner instanceof InterceptorImpl<?, ?> interceptor)) {
        return inner;
      }
      inner = interceptor.nestedBehavior();
    }
    return inner;
  }

  private static String named(@Nullable Object behavior) {
    if (behavior == null || behavior.getClass().getName().startsWith("org.apache.pekko.")) {
      return "";
    }
    return behavior.getClass().getSimpleName();
  }
}
