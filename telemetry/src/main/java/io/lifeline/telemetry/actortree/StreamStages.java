package io.lifeline.telemetry.actortree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stages that an actor runs. Immutable.
 *
 * @param all those that have not ended, in the order in which they were put together, at most
 *     {@value #MAX}; each by the name that it was given, else by that of its class
 * @param latest the one that runs now or, if none does, ran last; null if none ever has
 */
public record StreamStages(List<String> all, @Nullable String latest) {
  /** Stages named of one actor. */
  public static final int MAX = 100;

  /** Of an actor that runs no stream. */
  public static final StreamStages NONE = new StreamStages(List.of(), null);

  public StreamStages {
    all = List.copyOf(all);
  }
}
