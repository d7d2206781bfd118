package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.NodeWithChannels.Peer;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nodes tell each other's clients of who comes and goes; three nodes in this JVM. */
@Tag("cluster")
class PresenceClusterIT {
  private static final Logger LOG = LoggerFactory.getLogger(PresenceClusterIT.class);
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration AGAIN = Duration.ofMillis(1);
  private static final String ROOM = "room:1";
  private static final int JOINS = 100;
  private static final int BUSY_JOINS = 20;

  private final TestCluster cluster = TestCluster.start(3);
  private final List<NodeWithChannels> nodes = new ArrayList<>();

  PresenceClusterIT() {
    for (int i = 0; i < 3; i++) {
      nodes.add(new NodeWithChannels(cluster.node(i), TestNamespaces.withPresence()));
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void whoJoinsAndLeavesOnOneNodeIsSeenOnTheOther() {
    Peer alice = open(0, "alice");
    Peer bob = open(1, "bob");
    awaitPresent(alice, List.of(alice.id, bob.id));

    bob.connection.stop();

    awaitPresent(alice, List.of(alice.id));
    assertThat(alice.heard.presenceGaps()).isZero();
  }

  @Test
  void lossOfANodeIsToldAndItsConnectionsAreNotThereAnyMore() {
    Peer alice = open(0, "alice");
    Peer bob = open(1, "bob");
    Peer carol = open(2, "carol");
    awaitPresent(alice, List.of(alice.id, bob.id, carol.id));
    awaitSeen(bob, carol);

    cluster.kill(2);

    for (Peer peer : List.of(alice, bob)) {
      peer.connection.awaitAssert(
          PATIENCE,
          AGAIN,
          () -> {
            assertThat(peer.listen().presenceGaps()).isPositive();
            return null;
          });
    }
    assertThat(whoIsThere(0).connections()).isEqualTo(2);
  }

  /** The figure of BENCHMARKS.md is what this writes, on a machine that does nothing else. */
  @Test
  void joiningIsSeenOnTheOtherNodesSoonAlsoWhileOthersJoin() {
    Peer alice = open(0, "alice");
    awaitPresent(alice, List.of(alice.id));
    List<Double> quiet = new ArrayList<>();
    for (int i = 0; i < JOINS; i++) {
      quiet.add(millisUntilSeen(alice, 1 + i % 2, "quiet" + i));
      letWindowsClose();
    }
    int before = alice.listen().presenceWords();
    List<Double> busy = new ArrayList<>();
    for (int i = 0; i < BUSY_JOINS; i++) {
      busy.add(millisUntilSeen(alice, 1 + i % 2, "busy" + i));
    }

    LOG.warn(
        "a join is seen on another node: quiet {}, one after the other {}",
        text(quiet),
        text(busy));
    assertThat(alice.heard.presenceWords() - before).isLessThanOrEqualTo(BUSY_JOINS);
    assertThat(busy)
        .allSatisfy(millis -> assertThat(millis).isLessThan((double) PATIENCE.toMillis()));
    assertThat(alice.heard.presenceGaps()).isZero();
  }

  private double millisUntilSeen(Peer watcher, int index, String user) {
    long begun = System.nanoTime();
    Peer joining = nodes.get(index).register(user, Collections.singletonMap(ROOM, null));
    awaitSeen(watcher, joining);
    return (System.nanoTime() - begun) / 1e6;
  }

  private static void awaitSeen(Peer watcher, Peer seen) {
    watcher.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(watcher.listen().present()).contains(seen.id);
          return null;
        });
  }

  /** The hub's and the channel's, of which each has been doubled once. */
  private void letWindowsClose() {
    TestProbe<Void> clock = nodes.get(0).kit().createTestProbe();
    clock.expectNoMessage(Duration.ofMillis(4 * PresenceBatches.FIRST_WINDOW_MILLIS + 50));
  }

  private static String text(List<Double> millis) {
    List<Double> sorted = millis.stream().sorted().toList();
    return "median %.1f ms, p99 %.1f ms, most %.1f ms"
        .formatted(
            sorted.get(sorted.size() / 2),
            sorted.get(sorted.size() * 99 / 100 - 1),
            sorted.get(sorted.size() - 1));
  }

  private GatewayCommand.PresenceReply whoIsThere(int index) {
    TestProbe<GatewayCommand.PresenceAnswer> asker = nodes.get(index).kit().createTestProbe();
    nodes.get(index).tell(new GatewayCommand.Presence(ROOM, 10, asker.getRef()));
    return (GatewayCommand.PresenceReply) asker.receiveMessage();
  }

  private Peer open(int index, String user) {
    return nodes.get(index).open(user, Collections.<String, Position>singletonMap(ROOM, null));
  }

  private static void awaitPresent(Peer peer, List<String> connections) {
    peer.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(peer.listen().present()).containsExactlyInAnyOrderElementsOf(connections);
          return null;
        });
  }
}
