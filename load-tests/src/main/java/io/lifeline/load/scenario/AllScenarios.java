package io.lifeline.load.scenario;

import io.lifeline.load.Scenario;
import java.util.List;

/** Every scenario of a single node, the longest last. */
public final class AllScenarios {
  private AllScenarios() {}

  public static List<Scenario> list() {
    return List.of(
        new SilentPeer(),
        new PushToDeadPeer(),
        new HalfOpen(),
        new Reset(),
        new KillClient(),
        new SlowReader(),
        new SlowHandshake(),
        new Oversize(),
        new Kick(),
        new Drain(),
        new FloodPings(),
        new FloodFragments(),
        new FloodEmpty(),
        new FloodHandshakes(),
        new SlowBytes(),
        new ManyChannels(),
        new NeverReads(),
        new Churn());
  }
}
