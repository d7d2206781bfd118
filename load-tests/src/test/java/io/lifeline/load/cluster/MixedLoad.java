package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Stage;
import io.lifeline.load.follow.Audience;
import io.lifeline.load.follow.Faults;
import io.lifeline.load.follow.Ledger;
import io.lifeline.load.follow.SteadyPublisher;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A little of all that befalls a cluster: recovering clients that are pushed to steadily, and in
 * each round peers that fall silent, are kicked, are refused, read too slowly, and an audience that
 * loses its connections and comes back. Used by one thread.
 */
final class MixedLoad {
  private static final int CLIENTS = 60;
  private static final int CHANNELS = 6;
  private static final double MESSAGES_A_SECOND = 20;

  /** More than may wait for a peer, so that one which reads nothing comes to its limit. */
  private static final int FLOOD = 24;

  private static final String PAD = "\"" + "x".repeat(48 << 10) + "\"";
  private static final String CUT_OFF = "flood";
  private static final String DROPPED = "latest:price";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final NodeCluster cluster;
  private final PeerLoop loop;
  private final Audience audience;

  private MixedLoad(NodeCluster cluster, PeerLoop loop, Audience audience) {
    this.cluster = cluster;
    this.loop = loop;
    this.audience = audience;
  }

  /**
   * Nodes that notice silence after 5 s and soon come to the limits of a slow peer. They replicate
   * half of the channels.
   */
  static NodeConfig config() {
    return ClusterTrial.config()
        .with("lifeline.connection.heartbeat.interval", "2s")
        .with("lifeline.connection.heartbeat.answer-within", "1s")
        .with("lifeline.connection.outbound.limit", "256KiB")
        .with("lifeline.edge.socket.send-buffer", "64KiB")
        .with("lifeline.supervision.channels.namespaces.\"latest:\".at-limit", "latest-only");
  }

  /** Begins with the clients that stay; all are served then. */
  static MixedLoad start(Stage stage, NodeCluster cluster) throws Exception {
    Faults faults = new Faults();
    Ledger ledger = new Ledger(faults);
    PeerLoop loop = stage.own(new PeerLoop(cluster.address(0), stage.random()));
    Audience audience = new Audience(loop, cluster, ledger, faults, stage.random().split());
    List<String> channels =
        IntStream.range(0, CHANNELS)
            .mapToObj(i -> (i % 2 == 0 ? "" : "kept:") + "room-" + i)
            .toList();
    for (int i = 0; i < CLIENTS; i++) {
      audience.add("u-" + i, List.of(channels.get(i % CHANNELS)), Duration.ofSeconds(1));
    }
    MixedLoad load = new MixedLoad(cluster, loop, audience);
    load.awaitAudience();
    stage.own(SteadyPublisher.start("m", cluster, channels, MESSAGES_A_SECOND, ledger, faults));
    return load;
  }

  /** Once everything, at each node. */
  void round() throws Exception {
    cluster.node(0).liveHeapBytes(); // for the collection
    for (NodeProcess node : cluster.nodes()) {
      InetSocketAddress address = node.peerAddress();
      open(address, "/ws?user=silent", Manners.SILENT);
      loop.upgrade(address, "/nowhere", Manners.POLITE, text -> {});
      Peer talker = open(address, "/ws?user=kicked", Manners.POLITE);
      talker.sendText("{\"id\":1,\"subscribe\":{\"channel\":\"news\"}}");
      open(address, "/ws?user=slow&channel=" + CUT_OFF, Manners.DEAF);
      open(address, "/ws?user=slow&channel=" + DROPPED, Manners.DEAF);
    }
    cluster.node(0).api().disconnect("kicked");
    flood();
    audience.breakAll();
    awaitAudience();
  }

  private void flood() throws IOException {
    for (int i = 0; i < FLOOD; i++) {
      cluster.node(i % cluster.size()).api().publish(CUT_OFF, PAD);
      cluster.node(i % cluster.size()).api().publish(DROPPED, PAD);
    }
  }

  private Peer open(InetSocketAddress node, String path, Manners manners) throws Exception {
    Peer peer = loop.upgrade(node, path, manners, text -> {});
    List<String> waiting = new ArrayList<>(List.of("no answer to " + path));
    Poll.until(LIMIT, "a peer", () -> peer.answered().isDone() ? List.of() : waiting);
    int status = peer.answered().join();
    InvariantBroken.unless(status == 101, path + " was answered with " + status);
    return peer;
  }

  private void awaitAudience() throws Exception {
    Poll.until(
        LIMIT,
        "the audience",
        () -> {
          int missing = audience.notServed();
          return missing == 0 ? List.of() : List.of(missing + " clients are not served");
        });
  }
}
