package io.lifeline.load.scenario;

import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import java.time.Duration;
import java.util.List;

/** Hostile peers, beside well-behaved ones that must be served as if nothing were. */
abstract class AttackScenario implements Scenario {
  private static final int FEW = 3;
  static final String THROTTLED = "lifeline_inbound_throttled_total";
  static final Duration ENDS = Duration.ofSeconds(15);
  private static final Duration METRICS = Duration.ofSeconds(5);

  @Override
  public final Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public final void play(Stage stage) throws Exception {
    Trial.rounds(
        stage,
        config(),
        FEW,
        attackers(),
        (trial, size) -> {
          Neighbours neighbours = Neighbours.moveIn(trial);
          neighbours.live(name(), () -> attack(trial, size));
        });
  }

  abstract NodeConfig config();

  abstract int attackers();

  /** From the first hostile byte until the attackers are gone. */
  abstract void attack(Trial trial, int size) throws Exception;

  /** How long a flood lasts. */
  static Duration floodTime(Trial trial) {
    return trial.isWarm() ? Duration.ofSeconds(4) : Duration.ofMillis(700);
  }

  static long counted(Trial trial, String metric) throws Exception {
    return trial.node().ops().metrics().total(metric);
  }

  /** The node's counter grows by at least so much, as soon as its metrics show it. */
  static void mustHaveGrown(Trial trial, String metric, long before, long by) throws Exception {
    Poll.until(
        METRICS,
        "metrics",
        () -> {
          long now = counted(trial, metric) - before;
          return now >= by
              ? List.of()
              : List.of(metric + " grew by " + now + " (expected: at least " + by + ")");
        });
  }
}
