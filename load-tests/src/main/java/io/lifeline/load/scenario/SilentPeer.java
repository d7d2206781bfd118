package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import java.time.Duration;
import java.util.List;

/** Clients that stop answering pings, beside clients that do not. */
final class SilentPeer implements Scenario {
  private static final int POLITE = 10;

  @Override
  public String name() {
    return "silent-peer";
  }

  @Override
  public String invariant() {
    return "a client that stops answering pings is gone (3012) within interval + failures x"
        + " answer-within; its neighbours stay";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 20, 60, SilentPeer::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    List<Peer> polite = trial.openAll(POLITE, i -> "/ws?user=polite-" + i, Manners.POLITE);
    List<Peer> silent = trial.openAll(size, i -> "/ws?user=silent-" + i, Manners.SILENT);
    trial.expect(size, CloseReason.SILENT_PEER);
    trial.mustEndWith(CloseReason.SILENT_PEER.code(), silent, NodeConfig.QUICK_DETECTION);
    Trial.mustStillBeOpen(polite);
    trial.closeOrderly(polite);
  }
}
