package io.lifeline.telemetry.leak;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Finds by name what may be left over. Asked only while counts disagree, so it may look at every
 * connection. What is in motion at that moment may be among the names; who asks twice finds out.
 */
public interface Leftovers {
  /** Knows no names. */
  Leftovers NONE = (group, limit) -> CompletableFuture.completedFuture(Set.of());

  /**
   * Names of at most {@code limit} things of a group that have lost their counterpart: paths of
   * connection actors without a socket, and of connections that are registered without an actor.
   * The same ones first when nothing changes. Empty for a group of which nothing can be named.
   */
  CompletionStage<Set<String>> find(ResourceGroup group, int limit);
}
