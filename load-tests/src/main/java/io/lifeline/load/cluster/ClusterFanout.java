package io.lifeline.load.cluster;

import io.lifeline.load.Stage;
import io.lifeline.load.cluster.Fanout.Shape;
import java.time.Duration;
import java.util.List;

/** What a delivery takes and costs as a cluster grows. */
final class ClusterFanout extends ClusterScenario {
  private static final double MESSAGES_A_SECOND = 300;

  /**
   * What two cores carry with three nodes on them and more, which all compile at once: with more,
   * nodes are silent for so long that the others take them out.
   */
  private static final double MESSAGES_A_SECOND_FROM_THREE_ON = 100;

  private final List<Integer> sizes;
  private final List<Integer> sizesOfALook;

  /**
   * @param sizes of the cluster, growing
   * @param sizesOfALook the same when the scenario is not played at its full size
   */
  private ClusterFanout(String name, List<Integer> sizes, List<Integer> sizesOfALook) {
    super(
        name,
        "one channel with subscribers on all nodes, and many with a few each, on "
            + sizes
            + " nodes: each has every message, and what it took and cost is said",
        Duration.ofMinutes(10));
    this.sizes = sizes;
    this.sizesOfALook = sizesOfALook;
  }

  /** From one node to three. */
  static ClusterFanout small() {
    return new ClusterFanout("cluster-fanout", List.of(1, 2, 3), List.of(1, 3));
  }

  /** Beyond three nodes. */
  static ClusterFanout large() {
    return new ClusterFanout("cluster-fanout-large", List.of(4, 5), List.of(4));
  }

  @Override
  public void play(Stage stage) throws Exception {
    Shape one = new Shape("one channel", 1, stage.scaled(1000), 1, 10);
    List<Integer> played = stage.isFullSize() ? sizes : sizesOfALook;
    NodeCluster cluster = NodeCluster.start(stage, ClusterTrial.config(), played.get(0));
    for (int nodes : played) {
      while (cluster.size() < nodes) {
        cluster.grow();
      }
      stage.say(nodes + " nodes settle");
      ClusterUse.awaitSettled(cluster);
      Fanout.measure(stage, cluster, one);
      Fanout.measure(stage, cluster, many(stage, nodes));
    }
  }

  private static Shape many(Stage stage, int nodes) {
    double perSecond = nodes < 3 ? MESSAGES_A_SECOND : MESSAGES_A_SECOND_FROM_THREE_ON;
    return new Shape("many channels", stage.scaled(10_000), stage.scaled(3000), 10, perSecond);
  }

  @Override
  void play(ClusterTrial trial) {
    throw new IllegalStateException("has nodes and clients of its own");
  }
}
