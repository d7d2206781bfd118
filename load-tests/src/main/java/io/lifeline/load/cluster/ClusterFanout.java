package io.lifeline.load.cluster;

import io.lifeline.load.Stage;
import io.lifeline.load.cluster.Fanout.Shape;
import java.time.Duration;
import java.util.List;

/** What a delivery takes and costs as a cluster grows from one node to five. */
final class ClusterFanout extends ClusterScenario {
  private static final List<Integer> ALL_SIZES = List.of(1, 2, 3, 4, 5);
  private static final List<Integer> FEW_SIZES = List.of(1, 3);

  ClusterFanout() {
    super(
        "cluster-fanout",
        "one channel with subscribers on all nodes, and many with a few each, while nodes go from 1 to"
            + " 5: each has every message, and what it took and cost is said",
        Duration.ofMinutes(15));
  }

  @Override
  public void play(Stage stage) throws Exception {
    Shape one = new Shape("one channel", 1, stage.scaled(1000), 1, 10);
    Shape many = new Shape("many channels", stage.scaled(10_000), stage.scaled(3000), 10, 300);
    NodeCluster cluster = NodeCluster.start(stage, ClusterTrial.config(), 1);
    for (int nodes : stage.isFullSize() ? ALL_SIZES : FEW_SIZES) {
      while (cluster.size() < nodes) {
        cluster.grow();
      }
      Fanout.measure(stage, cluster, one);
      Fanout.measure(stage, cluster, many);
    }
  }

  @Override
  void play(ClusterTrial trial) {
    throw new IllegalStateException("has nodes and clients of its own");
  }
}
