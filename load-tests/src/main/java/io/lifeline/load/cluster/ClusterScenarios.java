package io.lifeline.load.cluster;

import io.lifeline.load.Scenario;
import java.util.List;

/** Every scenario of a cluster. */
public final class ClusterScenarios {
  private ClusterScenarios() {}

  public static List<Scenario> list() {
    return List.of(
        new ClusterStorm(),
        new ClusterKill(),
        new ClusterPause(),
        new ClusterRolling(),
        new ClusterPartition(),
        new ClusterLeak(),
        ClusterFanout.small(),
        ClusterFanout.large());
  }
}
