package io.lifeline.supervision.channels.replica;

import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import scala.util.hashing.MurmurHash3$;

/**
 * Which nodes keep the copies of a channel: rendezvous hashing, so that channels are spread evenly
 * and the loss of a node moves only the copies that were on it.
 */
final class ReplicaChoice {
  private static final MurmurHash3$ HASH = MurmurHash3$.MODULE$;

  private ReplicaChoice() {}

  /**
   * The best nodes first, never the one that asks.
   *
   * @param avoided are taken only if there are no others, as are those that cannot be reached
   * @param preferred come before nodes that hash better: they have a copy already
   * @param count at most so many
   */
  static List<NodeId> choose(
      String channel,
      Peers peers,
      Predicate<NodeId> avoided,
      Predicate<NodeId> preferred,
      int count) {
    return peers.candidates().stream()
        .sorted(
            Comparator.<Peers.Peer, Boolean>comparing(
                    peer -> !peer.reachable() || avoided.test(peer.node()))
                .thenComparing(peer -> !preferred.test(peer.node()))
                .thenComparing(peer -> score(channel, peer.node()))
                .thenComparing(peer -> peer.node().address()))
        .map(Peers.Peer::node)
        .limit(count)
        .toList();
  }

  /** The lowest wins. The same on every node. */
  private static int score(String channel, NodeId node) {
    return HASH.stringHash(channel, HASH.stringHash(node.address()));
  }
}
