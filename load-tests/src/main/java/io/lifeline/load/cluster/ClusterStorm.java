package io.lifeline.load.cluster;

import java.time.Duration;
import java.util.Set;

/** All clients lose their connections in the same moment and return. */
final class ClusterStorm extends ClusterScenario {
  private static final int STORMS = 3;

  ClusterStorm() {
    super(
        "cluster-storm",
        "all clients reconnect at once to any node: each resumes with no gap, no duplicate and no"
            + " loss",
        Duration.ofMinutes(8));
  }

  @Override
  void play(ClusterTrial trial) throws Exception {
    for (int storm = 1; storm <= trial.stage().scaled(STORMS); storm++) {
      trial.fault(
          "storm " + storm,
          Set.copyOf(trial.cluster().living()),
          () -> trial.audience().breakAll());
      trial.awaitServed("after a storm");
    }
    trial.finish(false);
  }
}
