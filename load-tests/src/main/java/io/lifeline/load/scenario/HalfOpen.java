package io.lifeline.load.scenario;

import io.lifeline.connection.CloseReason;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerNetwork;
import io.lifeline.load.peer.PeerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Clients that are still there as far as TCP knows, but nothing comes from them and no end either:
 * every packet is dropped. Where no network namespace can be made, a frozen client process stands
 * in.
 */
final class HalfOpen implements Scenario {
  private static final int POLITE = 10;

  /** Noticed, and our close frame given up on. */
  private static final Duration LIMIT = NodeConfig.QUICK_DETECTION.plusSeconds(1);

  /** Makes the client process unreachable, and undoes it. */
  private interface Fault {
    List<String> prefix();

    void begin(PeerProcess client) throws IOException, InterruptedException;

    void end() throws IOException, InterruptedException;
  }

  @Override
  public String name() {
    return "half-open";
  }

  @Override
  public String invariant() {
    return "a client that became unreachable without FIN or RST is noticed by its silence";
  }

  @Override
  public Duration timeout() {
    return Duration.ofSeconds(90);
  }

  @Override
  public void play(Stage stage) throws Exception {
    PeerNetwork network;
    try {
      network = stage.own(PeerNetwork.create());
    } catch (IOException e) {
      stage.note("client process frozen, as there is no network namespace: " + e.getMessage());
      play(stage, NodeConfig.quick(), new Frozen());
      return;
    }
    stage.note("packets dropped between network namespaces");
    play(stage, NodeConfig.quick().reachableAt(network.nodeHost()), new Cut(network));
  }

  private static void play(Stage stage, NodeConfig config, Fault fault) throws Exception {
    Trial.rounds(stage, config, 20, 60, (trial, size) -> round(trial, size, fault));
  }

  private static void round(Trial trial, int size, Fault fault) throws Exception {
    List<Peer> polite = trial.openAll(POLITE, i -> trial.path("polite-" + i), Manners.POLITE);
    try (PeerProcess client =
        trial
            .stage()
            .own(
                PeerProcess.start(
                    fault.prefix(), trial.node().peerAddress(), size, trial.path("far-away")))) {
      fault.begin(client);
      trial.expect(size, CloseReason.SILENT_PEER);
      trial.mustBeGone(POLITE, LIMIT);
    }
    fault.end();
    Trial.mustStillBeOpen(polite);
    trial.closeOrderly(polite);
  }

  private record Cut(PeerNetwork network) implements Fault {
    @Override
    public List<String> prefix() {
      return network.prefix();
    }

    @Override
    public void begin(PeerProcess client) throws IOException, InterruptedException {
      network.cut();
    }

    @Override
    public void end() throws IOException, InterruptedException {
      network.join();
    }
  }

  private record Frozen() implements Fault {
    @Override
    public List<String> prefix() {
      return List.of();
    }

    @Override
    public void begin(PeerProcess client) throws IOException, InterruptedException {
      client.freeze();
    }

    @Override
    public void end() {
      // the frozen process is gone with its round
    }
  }
}
