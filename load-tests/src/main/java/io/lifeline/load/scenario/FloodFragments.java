package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.util.List;

/**
 * Messages in fragments of a byte each, to a node that ends who is too fast: wave after wave of 60
 * clients for six seconds, each as fast as its socket takes them.
 */
final class FloodFragments extends AttackScenario {
  private static final int FRAGMENTS = 2000;
  private static final int BETWEEN_WAVES_MILLIS = 100;

  @Override
  public String name() {
    return "flood-fragments";
  }

  @Override
  public String invariant() {
    return "waves of 60 clients that flood with fragments of a byte are closed as rate_limited"
        + " (1008) where the node is told to disconnect; the others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient()
        .with("lifeline.connection.inbound.bytes-per-second", "1MiB")
        .with("lifeline.connection.inbound.burst", "1s")
        .with("lifeline.connection.inbound.at-limit", "disconnect");
  }

  @Override
  int attackers() {
    return 60;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    byte[] message = Floods.message(FRAGMENTS, trial.stage().random());
    long end = System.nanoTime() + floodTime(trial).toNanos();
    while (System.nanoTime() < end) {
      List<Peer> peers = trial.openAll(size, i -> "/ws?user=shredder-" + i, Manners.POLITE);
      peers.forEach(peer -> peer.flood(message));
      trial.expect(size, CloseReason.RATE_LIMITED);
      trial.ends(peers, ENDS);
      Pushes.pause(BETWEEN_WAVES_MILLIS);
    }
  }
}
