package io.lifeline.edge.ops;

import io.lifeline.supervision.channels.Hub;
import io.lifeline.telemetry.actortree.LeftoverActors;
import io.lifeline.telemetry.leak.Leftovers;
import io.lifeline.telemetry.leak.ResourceGroup;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Leftovers of a node: connection actors whose stream is gone, and connections that the hub still
 * addresses although their actor has stopped. Walks through all of them.
 */
final class NodeLeftovers implements Leftovers {
  private static final String CONNECTIONS = "/user/connections";
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** What the hub lists at a time; of more connections on one node the rest has no names. */
  private static final int MOST_LISTED = 1_000_000;

  private final ActorSystem<?> system;
  private final ActorRef<Hub.Command> hub;

  NodeLeftovers(ActorSystem<?> system, ActorRef<Hub.Command> hub) {
    this.system = system;
    this.hub = hub;
  }

  @Override
  public CompletionStage<Set<String>> find(ResourceGroup group, int limit) {
    return switch (group) {
      case SOCKETS ->
          CompletableFuture.completedFuture(
              LeftoverActors.withoutStream(system, CONNECTIONS, limit));
      case WEBSOCKETS -> registeredWithoutActor(limit);
      case COMPRESSED_WEBSOCKETS -> CompletableFuture.completedFuture(Set.of());
    };
  }

  private CompletionStage<Set<String>> registeredWithoutActor(int limit) {
    Executor asides = system.dispatchers().lookup(DispatcherSelector.blocking());
    CompletionStage<Hub.Listed> listed =
        AskPattern.ask(
            hub,
            replyTo -> new Hub.ListConnections(MOST_LISTED, replyTo),
            PATIENCE,
            system.scheduler());
    return listed.thenApplyAsync(
        answer ->
            answer.connections().stream()
                .filter(LeftoverActors::hasEnded)
                .map(connection -> connection.path().toStringWithoutAddress())
                .limit(limit)
                .collect(Collectors.toUnmodifiableSet()),
        asides);
  }
}
