package io.lifeline.load.cluster;

import io.lifeline.load.Poll;
import io.lifeline.load.node.NodeProcess;
import java.time.Duration;
import java.util.Set;

/**
 * SIGSTOP of a node, and SIGCONT later: so soon that it stays a member, and so late that the others
 * have gone on without it, which it must find out by itself.
 */
final class ClusterPause extends ClusterScenario {
  private static final Duration SHORT = Duration.ofSeconds(5);
  private static final Duration LONG = Duration.ofSeconds(60);

  /** Longer than it takes the others to go on without the node, too. */
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(20);

  private static final Duration FINDS_OUT_WITHIN = Duration.ofSeconds(30);

  ClusterPause() {
    super(
        "cluster-pause",
        "a node that stands still for 5 s stays and nothing is lost; one that stands still for 60 s"
            + " is replaced, and ends by itself when it goes on",
        Duration.ofMinutes(10));
  }

  @Override
  void play(ClusterTrial trial) throws Exception {
    NodeCluster cluster = trial.cluster();
    standStill(trial, 1, SHORT);
    cluster.awaitMembers();
    trial.awaitServed("after a short pause");
    trial.mustHaveLostNothing("a pause of " + SHORT.toSeconds() + " s");
    Duration pause = trial.stage().isFullSize() ? LONG : LONG_ENOUGH;
    standStill(trial, 2, pause);
    cluster.awaitParted(2, FINDS_OUT_WITHIN);
    cluster.startNode(2);
    cluster.awaitMembers();
    trial.awaitServed("after a long pause");
    trial.finish(true);
  }

  /** The clock runs from the beginning of the pause. */
  private static void standStill(ClusterTrial trial, int index, Duration pause) throws Exception {
    NodeProcess node = trial.cluster().node(index);
    trial.fault(
        "pause of " + pause.toSeconds() + " s",
        Set.of(node.peerAddress()),
        () -> {
          node.pause();
          Poll.pause(pause);
          node.proceed();
        });
  }
}
