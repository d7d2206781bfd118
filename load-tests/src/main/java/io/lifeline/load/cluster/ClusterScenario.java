package io.lifeline.load.cluster;

import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import java.time.Duration;

/**
 * A scenario with {@link ClusterTrial#NODES} nodes; after what happens, each client has all that
 * was acknowledged, unless it was told of a loss, and no node holds anything of a client that has
 * left.
 */
abstract class ClusterScenario implements Scenario {
  private final String name;
  private final String invariant;
  private final Duration timeout;

  ClusterScenario(String name, String invariant, Duration timeout) {
    this.name = name;
    this.invariant = invariant;
    this.timeout = timeout;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final String invariant() {
    return invariant;
  }

  @Override
  public final Duration timeout() {
    return timeout;
  }

  /** Takes several processes and several minutes: only where it is asked for. */
  @Override
  public final boolean isPlayedByDefault() {
    return false;
  }

  @Override
  public void play(Stage stage) throws Exception {
    ClusterTrial trial = ClusterTrial.start(stage);
    play(trial);
  }

  abstract void play(ClusterTrial trial) throws Exception;
}
