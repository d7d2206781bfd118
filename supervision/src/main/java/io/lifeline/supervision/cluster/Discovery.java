package io.lifeline.supervision.cluster;

import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;

/** Finds the other nodes where nobody named them, and joins them or begins a cluster. */
@FunctionalInterface
public interface Discovery {
  /**
   * Begins to look for them, as {@link DiscoverySettings} say. Completed when it looks, which it
   * does until the node is a member; fails if it cannot. Called once for each actor system.
   */
  CompletionStage<Done> start(ActorSystem<?> system);
}
