package io.lifeline.connection.stream;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.ActorMaterializerSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.impl.GraphStageIsland;
import org.apache.pekko.stream.impl.Phase;
import org.apache.pekko.stream.impl.PhaseIsland;
import org.apache.pekko.stream.impl.PhasedFusingActorMaterializer;
import org.apache.pekko.stream.impl.fusing.ActorGraphInterpreter;
import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
import org.apache.pekko.stream.javadsl.RunnableGraph;

/**
 * Runs a stream as the child {@code flow} of an actor, with nothing in between.
 *
 * <p>{@link Materializer#createMaterializer} puts an actor of its own between the two, and costs
 * each connection a materializer with its logger; together 1.7 KB. This is the only class that
 * knows how to do without, through an internal API of Pekko: the system's materializer builds the
 * stream, and only where it would start the stream's actor, the owner does. ADR 0001 has the
 * figures.
 *
 * <p>The stream must be fused: it may have no asynchronous boundary, whose other side would belong
 * to the system.
 */
public final class StreamOfActor {
  private static final String NAME = "flow";

  private StreamOfActor() {}

  /**
   * Runs the stream. Only on the owner's own thread, and once for each owner.
   *
   * @return what the stream materialises
   */
  public static <M> M run(RunnableGraph<M> stream, ActorContext<?> owner) {
    Materializer shared = SystemMaterializer.get(owner.getSystem()).materializer();
    return shared instanceof PhasedFusingActorMaterializer system
        ? system.materialize(
            stream,
            system.defaultAttributes(),
            new OwnersPhase(owner),
            PhasedFusingActorMaterializer.DefaultPhases())
        : stream.run(Materializer.createMaterializer(owner));
  }

  /** Starts the actor of a stream as a child of the owner. */
  private record OwnersPhase(ActorContext<?> owner) implements Phase<Object> {
    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // as Pekko's own phase, which is typed by Any
    public PhaseIsland<Object> apply(
        ActorMaterializerSettings settings,
        Attributes attributes,
        PhasedFusingActorMaterializer materializer,
        String islandName) {
      return (PhaseIsland)
          new GraphStageIsland(
              attributes, materializer, islandName, shell -> start(shell, attributes));
    }

    private ActorRef start(GraphInterpreterShell shell, Attributes attributes) {
      Props props =
          ActorGraphInterpreter.props(shell)
              .withDispatcher(
                  attributes.getMandatoryAttribute(ActorAttributes.Dispatcher.class).dispatcher())
              .withMailbox(PhasedFusingActorMaterializer.MailboxConfigName());
      return Adapter.toClassic(owner).actorOf(props, NAME);
    }
  }
}
