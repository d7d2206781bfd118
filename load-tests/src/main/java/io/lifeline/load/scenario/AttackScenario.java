package io.lifeline.load.scenario;

import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import java.time.Duration;
import java.util.List;

/**
 * Hostile peers, beside well-behaved ones that must be served as if nothing were. There are as many
 * of them as two cores have use for, which node, attackers and neighbours share.
 */
abstract class AttackScenario implements Scenario {
  static final String THROTTLED = "lifeline_inbound_throttled_total";
  static final Duration ENDS = Duration.ofSeconds(15);
  static final String RECEIVED = "lifeline_bytes_received_total";
  private static final Duration METRICS = Duration.ofSeconds(5);

  @Override
  public final Duration timeout() {
    return Duration.ofMinutes(2);
  }

  @Override
  public final void play(Stage stage) throws Exception {
    Trial.rounds(
        stage,
        config(),
        stage.scaled(attackers()), // or the attack would meet a node that is still being compiled
        attackers(),
        (trial, size) -> {
          Neighbours neighbours = Neighbours.moveIn(trial);
          long before = counted(trial, RECEIVED);
          neighbours.live(name(), () -> attack(trial, size));
          if (trial.isWarm()) {
            trial.stage().note("WebSocket bytes read: " + (counted(trial, RECEIVED) - before));
          }
        });
  }

  abstract NodeConfig config();

  abstract int attackers();

  /** From the first hostile byte until the attackers are gone. */
  abstract void attack(Trial trial, int size) throws Exception;

  /** How long a flood lasts. */
  static Duration floodTime(Trial trial) {
    return trial.isWarm() ? Duration.ofSeconds(6) : Duration.ofSeconds(2);
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
