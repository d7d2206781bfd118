package io.lifeline.load.cluster;

import io.lifeline.load.Poll;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** One node loses the others, while clients and publishers still reach all of them. */
final class ClusterPartition extends ClusterScenario {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(45);
  private static final Duration BLINK = Duration.ofSeconds(2);

  ClusterPartition() {
    super(
        "cluster-partition",
        "a cut of 2 s changes nothing; when it lasts, the side with fewer nodes ends with code 3 and"
            + " its clients are served by the other, which goes on",
        Duration.ofMinutes(8));
  }

  @Override
  public void play(Stage stage) throws Exception {
    PartitionNetwork network;
    try {
      network = stage.own(PartitionNetwork.create(ClusterTrial.NODES));
    } catch (IOException e) {
      stage.skip("there are no network namespaces here: " + e.getMessage());
      return;
    }
    List<NodeConfig> configs = new ArrayList<>();
    List<List<String>> prefixes = new ArrayList<>();
    for (int i = 0; i < ClusterTrial.NODES; i++) {
      configs.add(config(network.clientHost(i)));
      prefixes.add(network.prefix(i));
    }
    NodeCluster cluster = NodeCluster.start(stage, network.clusterHosts(), configs, prefixes);
    play(ClusterTrial.start(stage, cluster), network);
  }

  @Override
  void play(ClusterTrial trial) {
    throw new IllegalStateException("needs a network of its own");
  }

  private static void play(ClusterTrial trial, PartitionNetwork network) throws Exception {
    NodeCluster cluster = trial.cluster();
    SplittableRandom random = trial.stage().random();
    int blinking = random.nextInt(cluster.size());
    trial.fault(
        "cut of " + BLINK.toSeconds() + " s",
        Set.of(cluster.address(blinking)),
        () -> {
          network.cut(blinking);
          Poll.pause(BLINK);
          network.heal(blinking);
        });
    trial.mustHaveLostNothing("a cut of " + BLINK.toSeconds() + " s");
    cluster.awaitMembers();
    int lonely = random.nextInt(cluster.size());
    trial.fault(
        "cut",
        Set.of(cluster.address(lonely)),
        () -> {
          network.cut(lonely);
          cluster.awaitParted(lonely, ENDS_WITHIN);
        });
    trial.awaitServed("after the cut");
    network.heal(lonely);
    cluster.startNode(lonely);
    cluster.awaitMembers();
    trial.finish(true);
  }

  private static NodeConfig config(String host) {
    return ClusterTrial.config()
        .reachableAt(host)
        .with("lifeline.edge.ops.host", '"' + host + '"')
        .with("lifeline.edge.ops.allow-remote", "on");
  }
}
