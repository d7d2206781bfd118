package io.lifeline.edge.node;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Shows that a node ends, and why, to whoever waits for its end. Written by {@link NodeGuardian},
 * before it stops, and by {@link Node} where it ends the actors itself. Thread-safe.
 */
final class EndBoard {
  private final CompletableFuture<Void> begun = new CompletableFuture<>();
  private volatile NodeEnd end = NodeEnd.FAILED;

  NodeEnd end() {
    return end;
  }

  void show(NodeEnd reached) {
    end = reached;
  }

  /** All that was to be done is done: the actors stop now. */
  void begin() {
    begun.complete(null);
  }

  /** Completes when the actors begin to stop, and never else. */
  CompletionStage<Void> begun() {
    return begun.copy();
  }
}
