package io.lifeline.connection.stream;

import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.stream.ActorMaterializerSettings;
import org.apache.pekko.stream.Attributes;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.SystemMaterializer;
import org.apache.pekko.stream.impl.GraphStageIsland;
import org.apache.pekko.stream.impl.Phase;
import org.apache.pekko.stream.impl.PhaseIsland;
import org.apache.pekko.stream.impl.PhasedFusingActorMaterializer;
import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
import org.apache.pekko.stream.javadsl.RunnableGraph;
import org.jspecify.annotations.Nullable;

/**
 * Materialises a stream for an actor of ours to run.
 *
 * <p>The system's materializer builds the stream; only where it would start an actor for it, the
 * stages are handed out instead. A stream that was given an actor of its own below the connection,
 * and a materializer to put it there, cost each connection kilobytes more (ADR 0001, ADR 0003).
 */
public final class StreamOfActor {
  private StreamOfActor() {}

  /**
   * @param value what the stream materialises
   * @param stream for one actor to run; until it is started, nothing happens
   */
  public record Materialized<M>(M value, HostedStream stream) {}

  /**
   * Builds a stream. Safe from any thread.
   *
   * @throws IllegalArgumentException if it has an asynchronous boundary, whose other side would
   *     belong to nobody
   */
  public static <M> Materialized<M> materialize(RunnableGraph<M> graph, ActorSystem<?> system) {
    Materializer shared = SystemMaterializer.get(system).materializer();
    if (!(shared instanceof PhasedFusingActorMaterializer materializer)) {
      throw new IllegalStateException("not the materializer of this Pekko: " + shared.getClass());
    }
    HandOut phase = new HandOut();
    M value =
        materializer.materialize(
            graph,
            materializer.defaultAttributes(),
            phase,
            PhasedFusingActorMaterializer.DefaultPhases());
    return new Materialized<>(value, phase.stream());
  }

  /** Hands the stages out instead of starting an actor for them. */
  private static final class HandOut implements Phase<Object> {
    private @Nullable GraphInterpreterShell shell;

    @Override
    @SuppressWarnings({"unchecked", "rawtypes"}) // as Pekko's own phase, which is typed by Any
    public PhaseIsland<Object> apply(
        ActorMaterializerSettings settings,
        Attributes attributes,
        PhasedFusingActorMaterializer materializer,
        String islandName) {
      return (PhaseIsland) new GraphStageIsland(attributes, materializer, islandName, this::take);
    }

    private ActorRef take(GraphInterpreterShell ready) {
      if (shell != null) {
        throw new IllegalArgumentException("the stream has an asynchronous boundary");
      }
      shell = ready;
      return ActorRef.noSender();
    }

    HostedStream stream() {
      GraphInterpreterShell taken = shell;
      if (taken == null) {
        throw new IllegalArgumentException("the stream has no stage");
      }
      return new HostedStream(taken);
    }
  }
}
