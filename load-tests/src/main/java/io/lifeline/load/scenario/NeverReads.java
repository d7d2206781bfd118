package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Poll;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.rest.Snapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Pings of 60 clients and requests of 20 others that never read an answer. */
final class NeverReads extends AttackScenario {
  private static final int PING_BYTES = 125;
  private static final int AT_ONCE = 50;

  /** A request costs a node some ten times what a ping does. */
  private static final int PINGING_FOR_EACH_ASKING = 3;

  @Override
  public String name() {
    return "never-reads";
  }

  @Override
  public String invariant() {
    return "80 clients that send pings or requests and never read the answers are not read from, and"
        + " gone as silent peers or slow consumers; the others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.quick()
        .with("lifeline.connection.message-timeout", "60s")
        .with("lifeline.edge.socket.send-buffer", "64KiB")
        .with("lifeline.connection.outbound.limit", "64KiB");
  }

  @Override
  int attackers() {
    return 60;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    SplittableRandom random = trial.stage().random();
    long others = Snapshot.listed(trial.node());
    List<Peer> pinging = trial.openAll(size, i -> "/ws?user=ping-" + i, Manners.DEAF);
    List<Peer> asking =
        trial.openAll(
            Math.max(1, size / PINGING_FOR_EACH_ASKING), i -> "/ws?user=ask-" + i, Manners.DEAF);
    byte[] pings = Floods.frames(AT_ONCE, Frames.PING, PING_BYTES, random);
    byte[] requests = Floods.repeated(AT_ONCE, Frames.text(request(), random));
    trial.expect(
        pinging.size() + asking.size(), CloseReason.SILENT_PEER, CloseReason.SLOW_CONSUMER);
    pinging.forEach(peer -> peer.flood(pings));
    asking.forEach(peer -> peer.flood(requests));
    Poll.until(
        ENDS,
        "clients that never read",
        () -> {
          long left = Snapshot.listed(trial.node()) - others;
          return left == 0 ? List.of() : List.of(left + " are still there");
        });
    List<Peer> all = new ArrayList<>(pinging);
    all.addAll(asking);
    all.forEach(Peer::reset);
  }

  /** A name as long as it may be makes the answer long. */
  private static String request() {
    return "{\"id\":1,\"subscribe\":{\"channel\":\"" + "c".repeat(100) + "\"}}";
  }
}
