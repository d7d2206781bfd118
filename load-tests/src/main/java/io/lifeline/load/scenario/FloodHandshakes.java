package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One address opens connections, 2,000 a second for six seconds: some become WebSockets, some never
 * say anything, some are reset at once.
 */
final class FloodHandshakes extends AttackScenario {
  private static final String ATTACKER = "127.0.0.2";
  private static final String REFUSED = "lifeline_connections_refused_total";
  private static final String CLOSED = "lifeline_connections_closed_total";
  private static final int RATE = 50;
  private static final int BURST = 100;
  private static final int PAUSE_MILLIS = 10;

  @Override
  public String name() {
    return "flood-handshakes";
  }

  @Override
  public String invariant() {
    return "an address that opens 2,000 connections a second is refused all that are beyond its"
        + " rate; the others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient()
        .with("lifeline.supervision.unlimited-addresses", "[\"127.0.0.1/32\"]")
        .with("lifeline.supervision.sockets.per-address-rate", Integer.toString(RATE))
        .with("lifeline.supervision.sockets.per-address-burst", Integer.toString(BURST));
  }

  /** Connections in each 10 ms. */
  @Override
  int attackers() {
    return 20;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    PeerLoop attackers = trial.morePeers(InetAddress.getByName(ATTACKER));
    long refused = counted(trial, REFUSED);
    long closed = counted(trial, CLOSED);
    trial.expectAnyNumber(
        CloseReason.PEER_RESET, CloseReason.PEER_ENDED, CloseReason.HANDSHAKE_TIMEOUT);
    Deque<Peer> open = new ArrayDeque<>();
    long begin = System.nanoTime();
    int opened = 0;
    while (System.nanoTime() - begin < floodTime(trial).toNanos()) {
      for (int i = 0; i < size; i++, opened++) {
        Peer peer =
            opened % 2 == 0
                ? attackers.upgrade("/ws?user=storm-" + opened, Manners.POLITE)
                : attackers.connect();
        if (opened % 4 == 3) {
          peer.reset();
        } else {
          open.add(peer);
        }
      }
      while (open.size() > BURST) {
        open.remove().reset();
      }
      Pushes.pause(PAUSE_MILLIS);
    }
    open.forEach(Peer::reset);
    mustHaveGrown(trial, REFUSED, refused, BURST);
    long letIn = counted(trial, CLOSED) - closed;
    double seconds = (System.nanoTime() - begin) / 1e9;
    InvariantBroken.unless(
        letIn <= BURST + RATE * seconds,
        letIn + " of " + opened + " connections were let in within " + seconds + " s");
    trial.stage().say(letIn + " of " + opened + " connections were let in");
  }
}
