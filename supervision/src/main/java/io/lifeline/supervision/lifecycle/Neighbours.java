package io.lifeline.supervision.lifecycle;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * The other nodes, as one that drains needs them. Thread-safe.
 *
 * @param taken how many clients a second they take in together, or 0 if there are none
 * @param handOver gives them the channels that live here, within the given time; called once, and
 *     only if there are some
 */
public record Neighbours(
    IntSupplier taken, Function<Duration, ? extends CompletionStage<?>> handOver) {
  public static final Neighbours NONE =
      new Neighbours(() -> 0, within -> CompletableFuture.completedFuture(true));
}
