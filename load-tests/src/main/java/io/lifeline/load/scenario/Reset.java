package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.List;

/** Clients that end with RST, some of them while they are being pushed to. */
final class Reset implements Scenario {
  @Override
  public String name() {
    return "reset";
  }

  @Override
  public String invariant() {
    return "a client that resets its connection, idle or in the middle of pushes, leaves nothing";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 50, 300, Reset::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    List<Peer> idle = trial.openAll(size / 2, i -> "/ws?user=idle-" + i, Manners.POLITE);
    List<Peer> busy =
        trial.openAll(size - size / 2, i -> "/ws?channel=busy&user=busy-" + i, Manners.POLITE);
    trial.expect(size, CloseReason.PEER_RESET);
    idle.forEach(Peer::reset);
    for (int i = 0; i < busy.size(); i++) {
      if (i % 10 == 0) {
        trial.node().api().publish("busy", Pushes.json(i, 100));
      }
      busy.get(i).reset();
    }
  }
}
