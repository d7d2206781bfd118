package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The disconnect call ends a user's connections, and only those. */
final class Kick implements Scenario {
  private static final int CHOSEN_CODE = 4321;
  private static final Duration LIMIT = Duration.ofSeconds(3);

  @Override
  public String name() {
    return "kick";
  }

  @Override
  public String invariant() {
    return "a kicked user's connections all end with 3503 or the chosen code, also when the client"
        + " ignores it; no one else's do";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 30, 90, Kick::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    int each = Math.max(1, size / 3);
    List<Peer> bob = trial.openAll(each, i -> "/ws?user=bob", Manners.POLITE);
    List<Peer> alice = new ArrayList<>(trial.openAll(each, i -> "/ws?user=alice", Manners.POLITE));
    alice.addAll(trial.openAll(1, i -> "/ws?user=alice", Manners.STUBBORN));
    List<Peer> carol = trial.openAll(each, i -> "/ws?user=carol", Manners.POLITE);
    trial.expect(alice.size() + carol.size(), CloseReason.KICKED);

    trial.node().api().disconnect("alice");
    trial.mustEndWith(CloseReason.KICKED.code(), alice, LIMIT);
    trial.node().api().disconnect("carol", CHOSEN_CODE, "go away");
    trial.mustEndWith(CHOSEN_CODE, carol, LIMIT);

    Trial.mustStillBeOpen(bob);
    trial.closeOrderly(bob);
  }
}
