package io.lifeline.telemetry.actortree;

import org.apache.pekko.stream.impl.fusing.GraphInterpreterShell;
import org.jspecify.annotations.Nullable;

/** The behaviour of an actor that runs a stream's stages itself, without an actor of Pekko's. */
public interface RunsStages {
  /**
   * The stages. Called on any thread while the actor works: reads one field.
   *
   * @return null if the stream has ended
   */
  @Nullable GraphInterpreterShell stages();
}
