package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.List;

/** Steady pushes to clients that are dead: what we send is no sign of their life. */
final class PushToDeadPeer implements Scenario {
  private static final int POLITE = 5;
  private static final long MILLIS_BETWEEN_PUSHES = 50;

  @Override
  public String name() {
    return "push-to-dead-peer";
  }

  @Override
  public String invariant() {
    return "steady pushes to a silent client do not keep it alive: it is gone as soon as without"
        + " them";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 20, 60, PushToDeadPeer::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    String path = "/ws?channel=steady&user=";
    List<Peer> polite = trial.openAll(POLITE, i -> path + "polite-" + i, Manners.POLITE);
    List<Peer> silent = trial.openAll(size, i -> path + "silent-" + i, Manners.SILENT);
    long started = System.nanoTime();
    trial.expect(size, CloseReason.SILENT_PEER);
    int pushed = 0;
    while (silent.stream().anyMatch(peer -> !peer.ended().isDone())) {
      Duration passed = Duration.ofNanos(System.nanoTime() - started);
      InvariantBroken.unless(
          passed.compareTo(NodeConfig.QUICK_DETECTION) < 0,
          "silent peers that are pushed to are still there after " + passed.toMillis() + " ms");
      trial.node().api().publish("steady", "{\"n\":" + pushed + "}");
      pushed++;
      Pushes.pause(MILLIS_BETWEEN_PUSHES);
    }
    trial.mustEndWith(CloseReason.SILENT_PEER.code(), silent, Duration.ofSeconds(1));
    Pushes.mustHaveAll(polite, pushed);
    trial.closeOrderly(polite);
  }
}
