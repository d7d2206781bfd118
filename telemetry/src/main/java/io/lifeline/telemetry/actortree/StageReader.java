package io.lifeline.telemetry.actortree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.stream.impl.fusing.ActorGraphInterpreter;
import org.apache.pekko.stream.impl.fusing.GraphInterpreter;
import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
import org.apache.pekko.stream.stage.GraphStageLogic;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * Reads which stages a stream's actor runs. Only fields are read and nothing of the stream is run,
 * so what is read while it works is a mixture of before and after.
 *
 * <p>The interpreter is taken from the shell's field: the method of its name would make one for a
 * stream that is just beginning, on our thread.
 */
final class StageReader {
  private static final VarHandle INTERPRETER =
      field(GraphInterpreterShell.class, "interpreter", GraphInterpreter.class);
  private static final VarHandle FIRST =
      field(ActorGraphInterpreter.class, "_initial", GraphInterpreterShell.class);

  private final List<String> all = new ArrayList<>();
  private @Nullable String latest;

  private StageReader() {}

  static StreamStages of(Cell cell) {
    Object behavior = BehaviorName.behavior(cell);
    StageReader reader = new StageReader();
    if (behavior instanceof ActorGraphInterpreter streams) {
      reader.read(streams);
    } else if (behavior instanceof RunsStages host) {
      reader.read(host.stages());
    } else {
      return StreamStages.NONE;
    }
    return new StreamStages(reader.all, reader.latest);
  }

  /** The first stream of an actor is one of its active ones only after its first step. */
  private void read(ActorGraphInterpreter streams) {
    Iterator<GraphInterpreterShell> active = streams.activeInterpreters().iterator();
    if (!active.hasNext()) {
      read((GraphInterpreterShell) FIRST.getOpaque(streams));
    }
    while (active.hasNext()) {
      read(active.next());
    }
  }

  private void read(@Nullable GraphInterpreterShell shell) {
    if (shell == null || !(INTERPRETER.getOpaque(shell) instanceof GraphInterpreter interpreter)) {
      return;
    }
    for (GraphStageLogic logic : interpreter.logics()) {
      if (all.size() < StreamStages.MAX && !interpreter.isStageCompleted(logic)) {
        all.add(name(logic));
      }
    }
    GraphStageLogic active = interpreter.activeStage();
    if (active != null) {
      latest = name(active);
    }
  }

  private static String name(GraphStageLogic logic) {
    Object stage = Objects.requireNonNullElse(logic.originalStage(), logic);
    String className = stage.getClass().getName();
    String shortName = className.substring(className.lastIndexOf('.') + 1);
    return logic.attributes().nameOrDefault(shortName);
  }

  private static VarHandle field(Class<?> owner, String name, Class<?> type) {
    try {
      return MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
          .findVarHandle(owner, name, type);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this Pekko keeps a stream's stages elsewhere", e);
    }
  }
}
