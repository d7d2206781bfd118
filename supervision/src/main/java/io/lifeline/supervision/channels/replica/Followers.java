package io.lifeline.supervision.channels.replica;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The copies of a channel's log on other nodes: chooses the nodes, keeps the copies up, and says
 * how far the log is safe. A node that goes, or does not answer in time, is replaced by another,
 * which gets the whole log before it counts. Not thread-safe.
 */
final class Followers {
  /** In patiences: for so long a node that was silent or full is not chosen again. */
  private static final int AVOIDED_FOR = 5;

  private final String channel;
  private final ReplicaSettings settings;
  private final long keptForMillis;
  private final Claim.Claimed claimed;
  private final long claimedOffset;
  private final BiConsumer<NodeId, ToReplica> out;
  private final Map<NodeId, Follower> chosen = new LinkedHashMap<>();
  private final Map<NodeId, Long> avoidedUntil = new HashMap<>();
  private Peers peers;
  private long safe = -1;
  private boolean settled;

  /**
   * @param keptForMillis after that a copy whose channel says nothing is forgotten
   * @param claimed the log, to which only the caller appends
   */
  Followers(
      String channel,
      ReplicaSettings settings,
      long keptForMillis,
      Claim.Claimed claimed,
      Peers peers,
      BiConsumer<NodeId, ToReplica> out) {
    this.channel = channel;
    this.settings = settings;
    this.keptForMillis = keptForMillis;
    this.claimed = claimed;
    this.claimedOffset = claimed.log().offset();
    this.peers = peers;
    this.out = out;
  }

  /**
   * Up to where the log survives the loss of a node; -1 before that is so of all that was claimed.
   */
  long safe() {
    return safe;
  }

  /** Whether nothing can become safe as things stand, whatever the copies answer. */
  boolean isBlocked() {
    return !peers.seesMajority()
        || (needed() == 0 && settings.whenAlone() == ReplicaSettings.WhenAlone.REFUSE);
  }

  /** Whether time has to pass for something to happen. */
  boolean isAwaiting() {
    return chosen.values().stream().anyMatch(Follower::isAwaited);
  }

  /** This node and those that have the log. */
  Set<NodeId> holders() {
    Set<NodeId> holders = new HashSet<>(chosen.keySet());
    holders.add(peers.self());
    return holders;
  }

  void begin(long nowMillis) {
    choose(nowMillis);
    measure();
  }

  /** The log has grown. */
  void push(long nowMillis) {
    chosen.values().forEach(follower -> follower.push(nowMillis));
    measure();
  }

  /** Shows the copies that the channel is still there. */
  void touch() {
    chosen.values().forEach(Follower::touch);
  }

  void onPeers(Peers now, long nowMillis) {
    peers = now;
    choose(nowMillis);
    measure();
  }

  void onAnswer(FromReplica answer, long nowMillis) {
    Follower follower = chosen.get(answer.node());
    if (follower == null) {
      return;
    }
    if (answer instanceof FromReplica.Stored done && isMine(done.term())) {
      follower.onStored(done.upTo(), nowMillis);
    } else if (answer instanceof FromReplica.Missing missing && isMine(missing.term())) {
      follower.onMissing(missing.last(), nowMillis);
    } else if (answer instanceof FromReplica.Full full && isMine(full.term())) {
      avoid(answer.node(), nowMillis);
      choose(nowMillis);
    }
    measure();
  }

  private boolean isMine(Term term) {
    return term.equals(claimed.term());
  }

  void onTick(long nowMillis) {
    boolean silent = false;
    for (Map.Entry<NodeId, Follower> entry : chosen.entrySet()) {
      entry.getValue().resendIfDue(nowMillis);
      if (entry.getValue().isSilent(nowMillis)) {
        avoid(entry.getKey(), nowMillis);
        silent = true;
      }
    }
    if (silent) {
      choose(nowMillis);
    }
    measure();
  }

  private void avoid(NodeId node, long nowMillis) {
    avoidedUntil.put(node, nowMillis + AVOIDED_FOR * settings.answerWithin().toMillis());
  }

  private int needed() {
    return Math.min(settings.copies(), peers.candidates().size());
  }

  private void choose(long nowMillis) {
    avoidedUntil.values().removeIf(until -> until <= nowMillis);
    List<NodeId> best =
        ReplicaChoice.choose(
            channel,
            peers,
            avoidedUntil::containsKey,
            node -> chosen.containsKey(node) || isLikeClaimed(node),
            needed());
    boolean fewer = chosen.keySet().retainAll(best);
    List<NodeId> fresh = best.stream().filter(node -> !chosen.containsKey(node)).toList();
    Set<NodeId> holders = new HashSet<>(best);
    holders.add(peers.self());
    for (NodeId node : fresh) {
      Follower follower =
          new Follower(
              node, claimed.log(), install(node, holders), settings.answerWithin().toMillis(), out);
      chosen.put(node, follower);
      follower.begin(nowMillis);
    }
    settled = settled && !fewer && fresh.isEmpty();
  }

  /** Whether a node may make its copy of what was claimed a copy of this term. */
  private boolean isLikeClaimed(NodeId node) {
    return claimed.sameCopy().contains(node) && claimed.log().offset() == claimedOffset;
  }

  private ToReplica.Install install(NodeId node, Set<NodeId> holders) {
    return new ToReplica.Install(
        claimed.term(),
        peers.self(),
        claimed.log().epoch(),
        claimed.log().offset(),
        isLikeClaimed(node) ? claimed.generation() : 0,
        holders,
        keptForMillis);
  }

  private void measure() {
    if (!peers.seesMajority()) {
      return;
    }
    if (needed() == 0) {
      boolean accepts = settings.whenAlone() == ReplicaSettings.WhenAlone.ACCEPT;
      safe = Math.max(safe, accepts ? claimed.log().offset() : claimedOffset);
    } else if (chosen.size() >= needed() && chosen.values().stream().allMatch(Follower::counts)) {
      safe =
          Math.max(safe, chosen.values().stream().mapToLong(Follower::stored).min().orElseThrow());
      settle();
    }
  }

  private void settle() {
    if (!settled) {
      settled = true;
      ToReplica.Settle settle = new ToReplica.Settle(claimed.term(), holders());
      peers.nodes().forEach(node -> out.accept(node, settle));
    }
  }
}
