package io.lifeline.load.cluster;

import java.time.Duration;
import java.util.Set;

/** kill -9 of one of three nodes, again and again, each time another process. */
final class ClusterKill extends ClusterScenario {
  private static final int KILLS = 5;

  ClusterKill() {
    super(
        "cluster-kill",
        "SIGKILL of a node: its clients are served elsewhere, and a loss is told, never silent",
        Duration.ofMinutes(15));
  }

  @Override
  void play(ClusterTrial trial) throws Exception {
    NodeCluster cluster = trial.cluster();
    for (int kill = 1; kill <= trial.stage().scaled(KILLS); kill++) {
      int index = trial.stage().random().nextInt(cluster.size());
      trial.fault(
          "kill of node " + index, Set.of(cluster.address(index)), () -> cluster.kill(index));
      trial.awaitServed("after a kill");
      cluster.startNode(index);
      cluster.awaitMembers();
    }
    trial.finish(true);
  }
}
