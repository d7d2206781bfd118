package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Frames;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Messages without a byte, and messages of empty fragments that never end: 60 clients of each kind
 * for six seconds, each as fast as its socket takes them.
 */
final class FloodEmpty extends AttackScenario {
  private static final int AT_ONCE = 1000;

  @Override
  public String name() {
    return "flood-empty";
  }

  @Override
  public String invariant() {
    return "60 clients that flood with empty messages are slowed down, 60 endless messages of empty"
        + " fragments end with 1008; the others are served as before";
  }

  @Override
  NodeConfig config() {
    return NodeConfig.patient()
        .with("lifeline.connection.message-timeout", "2s")
        .with("lifeline.connection.inbound.messages-per-second", "500")
        .with("lifeline.connection.inbound.burst", "1s");
  }

  @Override
  int attackers() {
    return 60;
  }

  @Override
  void attack(Trial trial, int size) throws Exception {
    SplittableRandom random = trial.stage().random();
    long throttled = counted(trial, THROTTLED);
    List<Peer> empty = trial.openAll(size, i -> "/ws?user=empty-" + i, Manners.POLITE);
    List<Peer> endless = trial.openAll(size, i -> "/ws?user=endless-" + i, Manners.POLITE);
    byte[] messages = Floods.frames(AT_ONCE, Frames.TEXT, 0, random);
    byte[] fragments = Floods.emptyFragments(AT_ONCE, random);
    empty.forEach(peer -> peer.flood(messages));
    endless.forEach(peer -> peer.send(Floods.beginning(random)));
    endless.forEach(peer -> peer.flood(fragments));
    trial.expect(size, CloseReason.MESSAGE_TOO_SLOW);
    Pushes.pause(floodTime(trial).toMillis());
    trial.ends(endless, ENDS);
    mustHaveGrown(trial, THROTTLED, throttled, size);
    // One that was made to pause in the middle of a frame is too slow as well.
    trial.expect(size, CloseReason.PEER_RESET, CloseReason.MESSAGE_TOO_SLOW);
    empty.forEach(Peer::reset);
  }
}
