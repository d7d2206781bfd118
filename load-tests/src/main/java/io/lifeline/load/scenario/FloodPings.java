package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.List;

/**
 * Pings as fast as the socket takes them, from 60 clients that read the pongs, for six seconds, to
 * a node with the limits that it is shipped with.
 */
final class FloodPings extends AttackScenario {
  private static final int PING_BYTES = 100;
  private static final int RATE = 1000;
  private static final int BURST_SECONDS = 2;

  /** What one read may bring beyond the rate: the peer is in debt for it. */
  private static final int MOST_IN_A_READ = (256 << 10) / (PING_BYTES + 6);

  @Override
  public String name() {
    return "flood-pings";
  }

  @Override
  public String invariant() {
    return "60 clients that flood with pings are slowed down to their rate; the others are served as"
        + " before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient()
        // A ping that is begun when its sender has to pause is complete only when it may go on.
        .with("lifeline.connection.message-timeout", "60s")
        .with("lifeline.connection.inbound.messages-per-second", Integer.toString(RATE))
        .with("lifeline.connection.inbound.burst", BURST_SECONDS + "s");
  }

  @Override
  int attackers() {
    return 60;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    long throttled = counted(trial, THROTTLED);
    List<Peer> peers = trial.openAll(size, i -> "/ws?user=pinger-" + i, Manners.POLITE);
    byte[] flood = Floods.frames(100, Frames.PING, PING_BYTES, trial.stage().random());
    Duration time = floodTime(trial);
    peers.forEach(peer -> peer.flood(flood));
    Pushes.pause(time.toMillis());
    Trial.mustStillBeOpen(peers);
    for (Peer peer : peers) {
      long most = MOST_IN_A_READ + RATE * (time.toSeconds() + BURST_SECONDS + 2);
      InvariantBroken.unless(
          peer.pongs() > 0 && peer.pongs() <= most,
          peer.pongs() + " pongs for a flood of pings (expected: 1 to " + most + ")");
    }
    mustHaveGrown(trial, THROTTLED, throttled, size);
    trial.expect(size, CloseReason.PEER_RESET);
    peers.forEach(Peer::reset);
  }
}
