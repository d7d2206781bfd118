package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.NodeWithChannels.Peer;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.FishingOutcome;
import org.apache.pekko.actor.testkit.typed.javadsl.FishingOutcomes;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Channels over several nodes in this JVM, with probes for connections and their writers. */
@Tag("cluster")
class ChannelsClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration AGAIN = Duration.ofMillis(20);
  private static final int CHANNELS = 40;

  /** Of tests that want channels to move by themselves; others count what moved them. */
  private static final String REBALANCES = "rebalances";

  private final TestCluster cluster;
  private final List<NodeWithChannels> nodes = new ArrayList<>();
  private int keys;

  ChannelsClusterIT(TestInfo test) {
    String interval = test.getTags().contains(REBALANCES) ? "1s" : "1h";
    cluster = TestCluster.start(3, "pekko.cluster.sharding.rebalance-interval = " + interval);
    for (int i = 0; i < 3; i++) {
      nodes.add(new NodeWithChannels(cluster.node(i)));
    }
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void publicationReachesEachNodeThatHasSubscribersOnce() {
    Peer first = open(0, "alice", "news", null);
    Peer second = open(1, "bob", "news", null);
    Peer third = open(1, "carol", "news", null);

    Published published = publish(2, "news", "");

    assertThat(published.nodes()).isEqualTo(2);
    List.of(first, second, third).forEach(peer -> awaitMessages(peer, 1));
    List.of(first, second, third).forEach(peer -> assertThat(peer.heard.timed()).isEqualTo(1));
  }

  @Test
  void pushToAUserReachesItsConnectionsWhereverTheyAre() {
    Peer phone = open(0, "alice", "news", null);
    Peer laptop = open(1, "alice", "news", null);
    TestProbe<PublishReply> publisher = nodes.get(2).kit().createTestProbe();

    nodes
        .get(2)
        .tell(
            new GatewayCommand.PushToUser("alice", ByteString.fromString("1"), publisher.getRef()));

    assertThat(((Published) publisher.receiveMessage()).nodes()).isEqualTo(2);
    awaitMessages(phone, 1);
    awaitMessages(laptop, 1);
  }

  @Test
  void clientResumesOnAnyNode() {
    Published first = publish(0, "news", "");
    publish(1, "news", "");
    publish(2, "news", "");
    Position since = new Position(first.epoch(), first.offset());

    for (int i = 0; i < 3; i++) {
      Peer peer = open(i, "alice" + i, "news", since);

      awaitMessages(peer, 2);
      assertThat(peer.heard.positions())
          .containsEntry("news", new Position(first.epoch(), first.offset() + 2));
    }
  }

  @Test
  void keyIsKnownWhicheverNodeTheRepetitionComesTo() {
    Published first = publish(0, "news", "key");

    Published again = publish(1, "news", "key");

    assertThat(again.offset()).isEqualTo(first.offset());
    assertThat(again.epoch()).isEqualTo(first.epoch());
  }

  @Test
  void whatABackEndAsksIsAboutTheWholeClusterWhicheverNodeItAsks() {
    open(0, "alice", "news", null);
    Peer laptop = open(1, "alice", "news", null);
    open(1, "bob", "news", null);
    TestProbe<GatewayCommand.InfoReply> info = nodes.get(2).kit().createTestProbe();
    TestProbe<GatewayCommand.PresenceAnswer> presence = nodes.get(2).kit().createTestProbe();
    TestProbe<GatewayCommand.DisconnectReply> disconnect = nodes.get(2).kit().createTestProbe();
    Ending kick = Ending.of(CloseReason.KICKED);

    nodes.get(2).tell(new GatewayCommand.Info(info.getRef()));
    assertThat(info.receiveMessage().nodes()).hasSize(3);
    nodes.get(2).tell(new GatewayCommand.Presence("news", 10, presence.getRef()));
    nodes.get(2).tell(new GatewayCommand.DisconnectUser("alice", kick, disconnect.getRef()));

    GatewayCommand.PresenceReply present = (GatewayCommand.PresenceReply) presence.receiveMessage();
    assertThat(present.connections()).isEqualTo(3);
    assertThat(present.users()).isEqualTo(2);
    disconnect.expectMessage(new GatewayCommand.DisconnectReply(2));
    assertThat(laptop.connection.fishForMessage(PATIENCE, ChannelsClusterIT::untilTheEnd))
        .last()
        .isEqualTo(new ConnectionActor.End(kick));
  }

  @Test
  void nodeThatHasJustJoinedAsksAllAndIsAskedByAll() {
    open(0, "alice", "news", null);
    nodes.add(new NodeWithChannels(cluster.add()));
    TestProbe<GatewayCommand.DisconnectReply> disconnect = nodes.get(3).kit().createTestProbe();
    Ending kick = Ending.of(CloseReason.KICKED);

    nodes.get(3).tell(new GatewayCommand.DisconnectUser("alice", kick, disconnect.getRef()));
    disconnect.expectMessage(new GatewayCommand.DisconnectReply(1));

    open(3, "bob", "news", null);
    TestProbe<GatewayCommand.DisconnectReply> elsewhere = nodes.get(0).kit().createTestProbe();
    nodes.get(0).tell(new GatewayCommand.DisconnectUser("bob", kick, elsewhere.getRef()));
    elsewhere.expectMessage(new GatewayCommand.DisconnectReply(1));
  }

  @Test
  void newestConnectionOfAUserReplacesTheOneBeforeWhereverThatIs() {
    Peer phone = open(0, "alice", "news", null);
    Peer laptop = open(1, "alice", "news", null);
    Peer tablet = open(1, "alice", "news", null);

    for (Peer replaced : List.of(phone, laptop)) {
      assertThat(replaced.connection.fishForMessage(PATIENCE, ChannelsClusterIT::untilTheEnd))
          .containsExactly(new ConnectionActor.End(Ending.of(CloseReason.REPLACED)));
    }
    tablet.connection.expectMessageClass(ConnectionActor.Greeted.class);
    tablet.connection.expectNoMessage(Duration.ofMillis(200));
  }

  private static FishingOutcome untilTheEnd(ConnectionActor.Command command) {
    return command instanceof ConnectionActor.End
        ? FishingOutcomes.complete()
        : FishingOutcomes.continueAndIgnore();
  }

  @Test
  void subscribersOfChannelsOnANodeThatDiesAreToldAndGoOn() {
    List<Peer> peers = List.of(open(0, "alice"), open(1, "bob"));
    publishToAll(0);
    peers.forEach(peer -> awaitMessages(peer, CHANNELS));

    cluster.kill(2);

    publishToAll(1);
    publishToAll(0);
    Map<String, Position> latest = publishToAll(1);
    for (Peer peer : peers) {
      awaitPositions(peer, latest);
      assertThat(peer.heard.resets()).as("channels that were on the node").isNotEmpty();
    }
  }

  @Test
  void nodeThatHandsItsChannelsOverReachesThemAsBeforeAndIsMissedByNone() {
    Peer alice = open(0, "alice");
    Peer bob = open(2, "bob");
    publishToAll(0);

    nodes.get(2).handOver();

    Map<String, Position> moved = publishToAll(2);
    List.of(alice, bob).forEach(peer -> awaitPositions(peer, moved));
    List<String> resets = alice.heard.resets();
    assertThat(resets).as("channels that were on the node").isNotEmpty().doesNotHaveDuplicates();
    cluster.kill(2);
    awaitPositions(alice, publishToAll(1));
    assertThat(alice.heard.resets()).isEqualTo(resets);
  }

  @Test
  @Tag(REBALANCES)
  void channelsMoveToANewNodeAtFullRateWithoutAGapOrADuplicate() {
    List<Peer> peers = List.of(open(0, "alice"), open(1, "bob"), open(2, "carol"));
    publishToAll(0);
    nodes.add(new NodeWithChannels(cluster.add()));

    Peer first = peers.get(0);
    Map<String, Position> latest =
        first.connection.awaitAssert(
            PATIENCE,
            AGAIN,
            () -> {
              Map<String, Position> now = publishToAll(1);
              peers.forEach(Peer::listen);
              assertThat(first.heard.resets()).as("channels that have moved").isNotEmpty();
              return now;
            });

    assertThat(latest).hasSize(CHANNELS);
    Map<String, Position> last = publishToAll(3);
    peers.forEach(peer -> awaitPositions(peer, last));
  }

  /** Publishes to every channel until each has taken a message, and answers where they stand. */
  private Map<String, Position> publishToAll(int index) {
    NodeWithChannels node = nodes.get(index);
    Map<String, Position> positions = new HashMap<>();
    TestProbe<Void> clock = node.kit().createTestProbe();
    for (int i = 0; i < CHANNELS; i++) {
      String channel = "channel" + i;
      Published published =
          clock.awaitAssert(
              PATIENCE,
              AGAIN,
              () -> {
                PublishReply reply = node.publish(channel, "1");
                assertThat(reply).as(channel).isInstanceOf(Published.class);
                return (Published) reply;
              });
      positions.put(channel, new Position(published.epoch(), published.offset()));
    }
    return positions;
  }

  private static void awaitMessages(Peer peer, int count) {
    peer.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(peer.listen().messages()).isEqualTo(count);
          return null;
        });
  }

  private static void awaitPositions(Peer peer, Map<String, Position> positions) {
    peer.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(peer.listen().positions()).containsAllEntriesOf(positions);
          return null;
        });
  }

  /** A connection to every channel. */
  private Peer open(int index, String user) {
    Map<String, @Nullable Position> channels = new HashMap<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.put("channel" + i, null);
    }
    return nodes.get(index).open(user, channels);
  }

  private Peer open(int index, String user, String channel, @Nullable Position since) {
    return nodes.get(index).open(user, Collections.singletonMap(channel, since));
  }

  /** Publishes until the channel has taken it, which it does once. */
  private Published publish(int index, String channel, String key) {
    NodeWithChannels node = nodes.get(index);
    String unique = key.isEmpty() ? "key" + keys++ : key;
    return node.kit()
        .createTestProbe()
        .awaitAssert(
            PATIENCE,
            AGAIN,
            () -> {
              PublishReply reply = node.publish(channel, "1", unique);
              assertThat(reply).isInstanceOf(Published.class);
              return (Published) reply;
            });
  }
}
