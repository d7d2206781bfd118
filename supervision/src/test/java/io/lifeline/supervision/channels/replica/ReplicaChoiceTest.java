package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.supervision.channels.replica.Peers.Peer;
import io.lifeline.supervision.channels.replica.Peers.Standing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplicaChoiceTest {
  private static final NodeId SELF = node(0);

  @Test
  void copiesAreSpreadEvenlyAndNeverOnTheNodeItself() {
    Map<NodeId, Integer> counts = new HashMap<>();
    for (int i = 0; i < 9000; i++) {
      counts.merge(first("channel" + i, up(4)), 1, Integer::sum);
    }

    assertThat(counts).containsOnlyKeys(node(1), node(2), node(3));
    assertThat(counts.values()).allMatch(count -> count > 2700 && count < 3300);
  }

  @Test
  void lossOfANodeMovesOnlyWhatWasOnIt() {
    List<Peer> fewer = up(4).members().subList(0, 3);
    for (int i = 0; i < 500; i++) {
      NodeId before = first("channel" + i, up(4));
      NodeId after = first("channel" + i, new Peers(SELF, fewer));

      assertThat(before.equals(node(3)) || before.equals(after)).isTrue();
    }
  }

  @Test
  void nodesThatCannotBeReachedAreTheLastResort() {
    List<Peer> members = new ArrayList<>(up(3).members());
    members.set(1, new Peer(node(1), Standing.UP, false));
    Peers peers = new Peers(SELF, members);

    for (int i = 0; i < 50; i++) {
      assertThat(choose("channel" + i, peers, 2)).containsExactly(node(2), node(1));
    }
  }

  @Test
  void nodesThatComeOrGoAreNotChosen() {
    Peers peers =
        new Peers(
            SELF,
            List.of(
                new Peer(SELF, Standing.UP, true),
                new Peer(node(1), Standing.JOINING, true),
                new Peer(node(2), Standing.LEAVING, true)));

    assertThat(choose("news", peers, 2)).isEmpty();
  }

  private static NodeId first(String channel, Peers peers) {
    return choose(channel, peers, 1).get(0);
  }

  private static List<NodeId> choose(String channel, Peers peers, int count) {
    return ReplicaChoice.choose(channel, peers, node -> false, node -> false, count);
  }

  private static Peers up(int count) {
    List<Peer> members = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      members.add(new Peer(node(i), Standing.UP, true));
    }
    return new Peers(SELF, members);
  }

  private static NodeId node(int number) {
    return new NodeId("10.0.0." + number + ":25520", number);
  }
}
