package io.lifeline.edge.node;

import io.lifeline.telemetry.actortree.ActorTree;
import io.lifeline.telemetry.actortree.TextRendering;
import io.lifeline.telemetry.threads.ThreadDump;
import io.lifeline.telemetry.threads.ThreadText;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the end of a node's actors, but not for ever. When they begin to stop, all clients are
 * gone and the cluster goes on without the node, so what hangs then keeps nothing but a process
 * that nobody looks after any more. Pekko 1.7.0 itself waits without a limit for its streams to
 * other nodes, which can stall when those cannot be reached (apache/pekko issue 3247). The log has
 * what has not stopped, and the threads.
 */
final class Termination {
  /** Usual are two seconds; what lies between is for machines that are short of CPU. */
  static final Duration WITHIN = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(Termination.class);
  private static final int DEPTH = 6;
  private static final int CHILDREN = 20;

  private Termination() {}

  /**
   * Blocks until the actors have ended, or have had their time.
   *
   * @param begun when they begin to stop
   * @return false if they have not ended
   */
  static boolean await(ActorSystem<?> system, CompletionStage<Void> begun, Duration within) {
    CompletableFuture<?> ended = system.getWhenTerminated().toCompletableFuture();
    CompletableFuture<?> tooLate =
        begun
            .thenRunAsync(
                () -> {},
                CompletableFuture.delayedExecutor(within.toMillis(), TimeUnit.MILLISECONDS))
            .toCompletableFuture();
    CompletableFuture.anyOf(ended, tooLate).join();
    if (!ended.isDone()) {
      LOG.error(
          "the actors have not stopped within [{}]; the node ends without them:\n{}\n{}",
          within,
          ActorTree.snapshot(system, "/", DEPTH, CHILDREN)
              .map(root -> TextRendering.tree(root, 0))
              .orElse(""),
          ThreadText.dump(ThreadDump.take()));
    }
    return ended.isDone();
  }
}
