package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.rest.AtRest;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Storms and deaths of other nodes, seen from a node that lives through all of it. */
final class ClusterLeak extends ClusterScenario {
  private static final int WITNESS = 0;
  private static final int ROUNDS = 3;

  ClusterLeak() {
    super(
        "cluster-leak",
        "after storms and kills sockets, actors and registry entries agree over all nodes, none is"
            + " left without clients, and the heap of a node that lived through it has not grown",
        Duration.ofMinutes(12));
  }

  @Override
  void play(ClusterTrial trial) throws Exception {
    NodeProcess witness = trial.cluster().node(WITNESS);
    round(trial, 1);
    long before = witness.liveHeapBytes();
    for (int i = 0; i < trial.stage().scaled(ROUNDS); i++) {
      round(trial, 1 + i % 2);
    }
    trial.finish(true);
    List<String> grown = AtRest.heapDifferences(before, witness.liveHeapBytes());
    if (!grown.isEmpty()) {
      throw new InvariantBroken(grown);
    }
  }

  private static void round(ClusterTrial trial, int victim) throws Exception {
    NodeCluster cluster = trial.cluster();
    trial.fault("storm", Set.copyOf(cluster.living()), () -> trial.audience().breakAll());
    trial.fault("kill", Set.of(cluster.address(victim)), () -> cluster.kill(victim));
    trial.awaitServed("after a kill");
    cluster.startNode(victim);
    cluster.awaitMembers();
  }
}
