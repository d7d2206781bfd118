package io.lifeline.connection.stream;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.impl.PhasedFusingActorMaterializer;

/**
 * Makes streams the children of an actor, without anything in between.
 *
 * <p>{@link Materializer#createMaterializer} puts an actor of its own between the two, and builds
 * the list of default attributes anew each time; together they cost each connection 1.5 KB. This is
 * the only class that knows how to do without, through an internal API of Pekko. ADR 0001 has the
 * figures.
 */
public final class StreamOfActor {
  private StreamOfActor() {}

  /** A materializer whose streams are children of the actor. Only on the actor's own thread. */
  @SuppressWarnings("deprecation") // the settings have no other way in
  public static Materializer materializer(ActorContext<?> context) {
    Materializer shared = SystemMaterializer.get(context.getSystem()).materializer();
    if (shared instanceof PhasedFusingActorMaterializer system) {
      return new PhasedFusingActorMaterializer(
          system.system(),
          system.settings(),
          system.defaultAttributes(),
          system.dispatchers(),
          Adapter.toClassic(context.getSelf()),
          new AtomicBoolean(),
          system.flowNames());
    }
    return Materializer.createMaterializer(context);
  }
}
