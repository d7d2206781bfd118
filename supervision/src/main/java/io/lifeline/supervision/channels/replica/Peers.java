package io.lifeline.supervision.channels.replica;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The nodes of the cluster that keep channels, as one of them sees them.
 *
 * @param self that sees them, which is among the members once it is up
 */
public record Peers(NodeId self, List<Peer> members) {
  /** How far a node is in its life as a member. */
  public enum Standing {
    JOINING,
    UP,
    /** It has been told to go, but is there. */
    LEAVING
  }

  /**
   * @param reachable as far as the failure detectors know
   */
  public record Peer(NodeId node, Standing standing, boolean reachable) {}

  public Peers {
    members = List.copyOf(members);
  }

  /**
   * Everybody who may have a copy of something, in the order of the members: what is asked of them
   * is asked in the same order each time, so that a run of the model can be repeated by its seed.
   */
  Set<NodeId> nodes() {
    return members.stream().map(Peer::node).collect(Collectors.toCollection(LinkedHashSet::new));
  }

  boolean has(NodeId node) {
    return members.stream().anyMatch(peer -> peer.node().equals(node));
  }

  /** The other nodes that may be given a copy. */
  List<Peer> candidates() {
    return members.stream()
        .filter(peer -> peer.standing() == Standing.UP && !peer.node().equals(self))
        .toList();
  }

  /** Whether this node can reach more than half of the members, itself among them. */
  boolean seesMajority() {
    long reached = members.stream().filter(Peer::reachable).count();
    return 2 * reached > members.size();
  }
}
