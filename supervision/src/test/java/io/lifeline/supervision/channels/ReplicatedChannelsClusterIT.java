package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import io.lifeline.supervision.channels.NodeWithChannels.Peer;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Replicated channels, published to with keys and repeated until each message has its answer, while
 * nodes die, leave and are cut off. That nothing acknowledged is lost shows in that no position is
 * given twice, that a channel has as many messages as there are keys, and that subscribers hear
 * each of them without a reset.
 */
@Tag("cluster")
@Timeout(300)
class ReplicatedChannelsClusterIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGAIN = Duration.ofMillis(20);
  private static final int CHANNELS = 12;
  private static final int HISTORY = 5000;

  private final TestCluster cluster = TestCluster.start(3);
  private final List<NodeWithChannels> nodes = new ArrayList<>();

  private final Map<Message, Position> acknowledged = new LinkedHashMap<>();

  private final List<Message> unanswered = new ArrayList<>();
  private int keys;

  private record Message(String channel, String key) {}

  ReplicatedChannelsClusterIT() {
    for (int i = 0; i < 3; i++) {
      nodes.add(withChannels(cluster.node(i)));
    }
  }

  private static NodeWithChannels withChannels(TestCluster.Node node) {
    return new NodeWithChannels(node, TestNamespaces.replicated(HISTORY));
  }

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nothingAcknowledgedIsLostWhenNodesAreKilledOneAfterTheOther() {
    publishAtFullRate(0, 5);
    Peer subscriber = open(0, "alice", null);
    publishAtFullRate(0, 5);

    cluster.kill(2);
    publishAtFullRate(0, 20);
    publishUntilAnswered(0);
    cluster.awaitUp(2);
    nodes.add(withChannels(cluster.add()));
    cluster.awaitUp(3);
    publishAtFullRate(0, 5);
    publishUntilAnswered(0);

    cluster.kill(1);
    publishAtFullRate(0, 20);
    publishUntilAnswered(0);

    checkNothingIsLostOrTwice();
    awaitLatest(subscriber);
    assertThat(subscriber.heard.resets()).isEmpty();
  }

  @Test
  void nothingIsLostWhenANodeLeavesInOrder() {
    publishAtFullRate(0, 5);
    Peer subscriber = open(0, "alice", null);

    cluster.leave(2);
    publishAtFullRate(0, 10);
    publishUntilAnswered(0);

    checkNothingIsLostOrTwice();
    awaitLatest(subscriber);
    assertThat(subscriber.heard.resets()).isEmpty();
    assertThat(subscriber.heard.timed()).isPositive();
  }

  @Test
  void nodeThatIsCutOffAcknowledgesNothingThatTheOthersDoNotHave() {
    publishAtFullRate(0, 3);
    publishUntilAnswered(0);

    cluster.partition(2, 0);
    cluster.partition(2, 1);
    for (int i = 0; i < 4; i++) {
      publishAtFullRate(2, 1);
      publishAtFullRate(0, 1);
    }
    cluster.node(2).parted().receiveMessage(PATIENCE);
    cluster.kill(2);
    publishUntilAnswered(0);

    checkNothingIsLostOrTwice();
  }

  @Test
  void clientThatComesBackToAnotherNodeGetsAllThatItMissed() {
    publishAtFullRate(0, 1);
    publishUntilAnswered(0);
    Map<String, Position> first = latest();

    publishAtFullRate(1, 10);
    cluster.kill(2);
    publishUntilAnswered(1);
    Peer back = open(1, "alice", first);

    awaitLatest(back);
    assertThat(back.heard.resets()).isEmpty();
    assertThat(back.heard.messages()).isEqualTo(acknowledged.size() - first.size());
  }

  /** Rounds of one message for each channel, which are under way together. */
  private void publishAtFullRate(int index, int rounds) {
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < CHANNELS; i++) {
        unanswered.add(new Message("channel" + i, "key" + keys++));
      }
      if (round % 5 == 4 || round == rounds - 1) {
        publishUnanswered(index);
      }
    }
  }

  private void publishUntilAnswered(int index) {
    nodes
        .get(index)
        .kit()
        .createTestProbe()
        .awaitAssert(
            PATIENCE,
            AGAIN,
            () -> {
              publishUnanswered(index);
              assertThat(unanswered).isEmpty();
              return null;
            });
  }

  private void publishUnanswered(int index) {
    NodeWithChannels node = nodes.get(index);
    Map<Message, TestProbe<PublishReply>> replies = new LinkedHashMap<>();
    for (Message message : unanswered) {
      TestProbe<PublishReply> probe = node.kit().createTestProbe();
      node.tell(
          new GatewayCommand.Publish(
              message.channel(), ByteString.fromString("1"), message.key(), probe.getRef()));
      replies.put(message, probe);
    }
    replies.forEach(
        (message, probe) -> {
          if (probe.receiveMessage() instanceof Published done) {
            acknowledged.put(message, new Position(done.epoch(), done.offset()));
            unanswered.remove(message);
          }
          probe.stop();
        });
  }

  private void checkNothingIsLostOrTwice() {
    Map<String, Message> byPosition = new HashMap<>();
    acknowledged.forEach(
        (message, at) ->
            assertThat(byPosition.put(message.channel() + " " + at, message))
                .as("at the position of %s", message)
                .isNull());
    latest()
        .forEach(
            (channel, at) -> {
              List<Position> positions = positionsIn(channel);
              assertThat(positions)
                  .as(channel)
                  .extracting(Position::epoch)
                  .containsOnly(at.epoch());
              assertThat(at.offset()).as(channel).isEqualTo(positions.size());
            });
  }

  private List<Position> positionsIn(String channel) {
    return acknowledged.entrySet().stream()
        .filter(message -> message.getKey().channel().equals(channel))
        .map(Map.Entry::getValue)
        .toList();
  }

  private Map<String, Position> latest() {
    Map<String, Position> latest = new HashMap<>();
    acknowledged.forEach(
        (message, at) ->
            latest.merge(
                message.channel(), at, (one, two) -> one.offset() > two.offset() ? one : two));
    return latest;
  }

  private void awaitLatest(Peer peer) {
    Map<String, Position> latest = latest();
    peer.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(peer.listen().positions()).containsAllEntriesOf(latest);
          return null;
        });
  }

  /** A connection to every channel. */
  private Peer open(int index, String user, @Nullable Map<String, Position> since) {
    Map<String, @Nullable Position> channels = new HashMap<>();
    for (int i = 0; i < CHANNELS; i++) {
      channels.put("channel" + i, since == null ? null : since.get("channel" + i));
    }
    return nodes.get(index).open(user, channels);
  }
}
