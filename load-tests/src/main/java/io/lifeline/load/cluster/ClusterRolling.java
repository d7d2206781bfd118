package io.lifeline.load.cluster;

import java.time.Duration;
import java.util.Set;

/** Each node is replaced by a new one while clients and publishers go on. */
final class ClusterRolling extends ClusterScenario {
  /** For the connections, the shards and the farewell. */
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);

  ClusterRolling() {
    super(
        "cluster-rolling",
        "all nodes are replaced under load: each ends with code 0 in time, and a loss is told, never"
            + " silent",
        Duration.ofMinutes(10));
  }

  @Override
  void play(ClusterTrial trial) throws Exception {
    NodeCluster cluster = trial.cluster();
    for (int i = 0; i < cluster.size(); i++) {
      int index = i;
      trial.fault(
          "replacing node " + index,
          Set.of(cluster.address(index)),
          () -> {
            cluster.terminate(index);
            cluster.awaitExit(index, 0, GONE_WITHIN);
            cluster.startNode(index);
          });
      cluster.awaitMembers();
      trial.awaitServed("after a replacement");
    }
    trial.finish(true);
  }
}
