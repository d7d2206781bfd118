package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerProcess;
import java.time.Duration;
import java.util.List;

/** A client process that is killed. */
final class KillClient implements Scenario {
  private static final int POLITE = 10;

  @Override
  public String name() {
    return "kill-client";
  }

  @Override
  public String invariant() {
    return "when a client process is killed, all its connections are gone within a second";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Trial.rounds(stage, NodeConfig.quick(), 30, 80, KillClient::round);
  }

  private static void round(Trial trial, int size) throws Exception {
    List<Peer> polite = trial.openAll(POLITE, i -> "/ws?user=polite-" + i, Manners.POLITE);
    PeerProcess client =
        trial
            .stage()
            .own(PeerProcess.start(List.of(), trial.node().peerAddress(), size, "/ws?user=killed"));
    client.kill();
    // FIN, or RST where a ping was not read yet
    trial.expect(size, CloseReason.PEER_ENDED, CloseReason.PEER_RESET);
    trial.mustBeGone(POLITE, Duration.ofSeconds(1));
    Trial.mustStillBeOpen(polite);
    trial.closeOrderly(polite);
  }
}
