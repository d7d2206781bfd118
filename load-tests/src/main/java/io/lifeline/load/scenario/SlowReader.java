package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.rest.Snapshot;
import java.time.Duration;
import java.util.List;

/** Clients that never read while pushes flow, beside clients that do. */
final class SlowReader implements Scenario {
  private static final int POLITE = 10;
  private static final int MOST_PUSHES = 600;

  /** So few that they fit into the outbound limit of a client that reads. */
  private static final int AT_ONCE = 6;

  private static final int PUSH_BYTES = 32 << 10;

  @Override
  public String name() {
    return "slow-reader";
  }

  @Override
  public String invariant() {
    return "a client that never reads is cut off (slow_consumer); the others receive every message";
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(2);
  }

  @Override
  public void play(Stage stage) throws Exception {
    NodeConfig config =
        NodeConfig.quick()
            .with("lifeline.connection.outbound.limit", "256KiB")
            // A client that does not read cannot answer pings either: silence must not come first.
            .with("lifeline.connection.heartbeat.interval", "30s")
            .with("lifeline.connection.heartbeat.answer-within", "10s")
            .with("lifeline.connection.receive-timeout", "90s");
    Trial.rounds(stage, config, 3, 10, SlowReader::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    String path = "/ws?channel=flood&user=";
    List<Peer> polite = trial.openAll(POLITE, i -> path + "polite-" + i, Manners.POLITE);
    trial.openAll(size, i -> path + "deaf-" + i, Manners.DEAF);
    trial.expect(size, CloseReason.SLOW_CONSUMER);
    int pushed = 0;
    while (Snapshot.listed(trial.node()) > POLITE) {
      InvariantBroken.unless(
          pushed < MOST_PUSHES,
          "clients that never read are still there after " + pushed + " pushes of 32 KiB");
      for (int i = 0; i < AT_ONCE; i++) {
        trial.node().api().publish("flood", Pushes.json(pushed, PUSH_BYTES));
        pushed++;
      }
      Pushes.mustHaveAll(polite, pushed);
    }
    Trial.mustStillBeOpen(polite);
    trial.closeOrderly(polite);
  }
}
