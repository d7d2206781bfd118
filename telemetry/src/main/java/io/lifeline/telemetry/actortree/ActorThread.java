package io.lifeline.telemetry.actortree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.apache.pekko.actor.ActorCell;
import org.apache.pekko.actor.typed.internal.adapter.ActorAdapter;
import org.apache.pekko.actor.typed.internal.adapter.ActorContextAdapter;
import org.jspecify.annotations.Nullable;

/**
 * The thread on which a typed actor runs at this moment.
 *
 * <p>Pekko notes it in the actor's context for its own check that a context is not used on another
 * thread, so knowing it costs no actor anything. It is read from the field that holds the context:
 * the method {@code ctx()} would make one for an actor that is just beginning, on our thread.
 */
final class ActorThread {
  private static final VarHandle CONTEXT = contextField();

  private ActorThread() {}

  /** Null if the actor is not running, or is a classic one, of which this is not known. */
  static @Nullable Thread of(ActorCell cell) {
    return cell.actor() instanceof ActorAdapter<?> typed
            && CONTEXT.getOpaque(typed) instanceof ActorContextAdapter<?> context
        ? context.org$apache$pekko$actor$typed$internal$ActorContextImpl$$_currentActorThread()
        : null;
  }

  private static VarHandle contextField() {
    try {
      return MethodHandles.privateLookupIn(ActorAdapter.class, MethodHandles.lookup())
          .findVarHandle(ActorAdapter.class, "_ctx", ActorContextAdapter.class);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Pekko keeps a typed actor's context elsewhere", e);
    }
  }
}
