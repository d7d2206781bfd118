package io.lifeline.supervision.channels.replica;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How an entity that starts takes a channel over from whoever had it before.
 *
 * <table>
 * <caption>Phases</caption>
 * <tr><td>asking</td><td>every node: which generation has it promised?</td></tr>
 * <tr><td>fencing</td><td>every node promises one that is higher, obeys no earlier entity any more,
 *     and says what it has</td></tr>
 * <tr><td>fetching</td><td>the newest copy, piece by piece</td></tr>
 * <tr><td>done</td><td>with that copy, or with a new epoch if nobody has one</td></tr>
 * </table>
 *
 * <p>Every member of the cluster has to answer, since what was acknowledged may be on one of them
 * alone. So it takes as long as a member is silent, which the failure detector bounds: one that
 * does not come back is taken out. Not thread-safe.
 */
final class Claim {
  private enum Phase {
    ASKING,
    FENCING,
    FETCHING,
    DONE
  }

  /**
   * What was taken over.
   *
   * @param sameCopy the nodes that have exactly this
   * @param generation of those copies; 0 if the log is new
   */
  record Claimed(Term term, LogCopy log, Set<NodeId> sameCopy, long generation) {}

  private final String claimant;
  private final Supplier<String> epochs;
  private final BiConsumer<NodeId, ToReplica> out;
  private final Map<NodeId, Long> known = new HashMap<>();
  private final Map<NodeId, FromReplica.Stand> fenced = new HashMap<>();
  private Peers peers;
  private Phase phase = Phase.ASKING;
  private Term term = Term.NONE;
  private long floor;
  private @Nullable Fetching fetching;
  private @Nullable Claimed claimed;

  private record Fetching(NodeId from, FromReplica.Stand stand, LogCopy log) {}

  /**
   * @param claimant differs for each incarnation of the entity
   * @param epochs makes names that no channel ever had
   */
  Claim(String claimant, Peers peers, Supplier<String> epochs, BiConsumer<NodeId, ToReplica> out) {
    this.claimant = claimant;
    this.peers = peers;
    this.epochs = epochs;
    this.out = out;
  }

  /** What was taken over, or null as long as it is not done. */
  @Nullable Claimed claimed() {
    return claimed;
  }

  void begin() {
    phase = Phase.ASKING;
    known.clear();
    fenced.clear();
    fetching = null;
    peers.nodes().forEach(node -> out.accept(node, new ToReplica.Ask()));
  }

  /** Messages get lost: asks those again who have not answered. */
  void askAgain() {
    Fetching source = fetching;
    switch (phase) {
      case ASKING -> silent(known).forEach(node -> out.accept(node, new ToReplica.Ask()));
      case FENCING -> silent(fenced).forEach(this::fence);
      case FETCHING -> {
        if (source != null) {
          fetch(source);
        }
      }
      case DONE -> {
        // nothing is awaited
      }
    }
  }

  private Set<NodeId> silent(Map<NodeId, ?> answers) {
    Set<NodeId> silent = new HashSet<>(peers.nodes());
    silent.removeAll(answers.keySet());
    return silent;
  }

  private void fence(NodeId node) {
    out.accept(node, new ToReplica.Fence(term, peers.self()));
  }

  private void fetch(Fetching source) {
    out.accept(source.from(), new ToReplica.Fetch(term, source.log().offset()));
  }

  void onPeers(Peers now) {
    Set<NodeId> before = peers.nodes();
    peers = now;
    Fetching source = fetching;
    if (phase == Phase.FETCHING && source != null && !now.has(source.from())) {
      begin();
      return;
    }
    for (NodeId node : now.nodes()) {
      if (!before.contains(node) && phase == Phase.ASKING) {
        out.accept(node, new ToReplica.Ask());
      } else if (!before.contains(node) && phase == Phase.FENCING) {
        fence(node);
      }
    }
    goOn();
  }

  void onAnswer(FromReplica answer) {
    if (answer instanceof FromReplica.Known stated && phase == Phase.ASKING) {
      known.put(stated.node(), stated.generation());
    } else if (answer instanceof FromReplica.Fenced done && isMine(done.term(), Phase.FENCING)) {
      fenced.put(done.node(), done.stand());
    } else if (answer instanceof FromReplica.Refused refused
        && isMine(refused.term(), Phase.FENCING)) {
      // Somebody claims it at the same time. Whoever asks again claims a higher generation.
      floor = Math.max(floor, refused.promised());
      phase = Phase.ASKING;
      known.clear();
    } else if (answer instanceof FromReplica.Fetched part && isMine(part.term(), Phase.FETCHING)) {
      onFetched(part);
    } else if (answer instanceof FromReplica.Missing gone && isMine(gone.term(), Phase.FETCHING)) {
      begin();
    }
    goOn();
  }

  private boolean isMine(Term stated, Phase expected) {
    return phase == expected && stated.equals(term);
  }

  private void goOn() {
    if (phase == Phase.ASKING && !peers.nodes().isEmpty() && silent(known).isEmpty()) {
      long highest = known.values().stream().mapToLong(Long::longValue).max().orElse(0);
      term = new Term(Math.max(highest, floor) + 1, claimant);
      phase = Phase.FENCING;
      fenced.clear();
      peers.nodes().forEach(this::fence);
    } else if (phase == Phase.FENCING && silent(fenced).isEmpty()) {
      fenced.keySet().retainAll(peers.nodes());
      chooseSource();
    }
  }

  private void chooseSource() {
    Comparator<Entry<NodeId, FromReplica.Stand>> newest =
        Comparator.<Entry<NodeId, FromReplica.Stand>>comparingLong(
                entry -> entry.getValue().generation())
            .thenComparingLong(entry -> entry.getValue().offset())
            .thenComparing(entry -> entry.getKey().equals(peers.self()));
    Entry<NodeId, FromReplica.Stand> best = fenced.entrySet().stream().max(newest).orElseThrow();
    phase = Phase.FETCHING;
    if (best.getValue().absent()) {
      finish(new LogCopy(epochs.get()), Set.of(), 0);
    } else {
      Fetching source =
          new Fetching(best.getKey(), best.getValue(), new LogCopy(best.getValue().epoch()));
      fetching = source;
      fetch(source);
    }
  }

  private void onFetched(FromReplica.Fetched part) {
    Fetching source = fetching;
    if (source == null || part.chunk().after() != source.log().offset()) {
      return; // the answer to a question that was asked twice
    }
    LogCopy log = source.log();
    log.append(part.chunk());
    if (log.offset() < part.offset()) {
      fetch(source);
      return;
    }
    log.forget(part.horizon());
    Set<NodeId> same = new HashSet<>();
    fenced.forEach(
        (node, stand) -> {
          if (stand.equals(source.stand())) {
            same.add(node);
          }
        });
    finish(log, same, source.stand().generation());
  }

  private void finish(LogCopy log, Set<NodeId> sameCopy, long generation) {
    phase = Phase.DONE;
    fetching = null;
    claimed = new Claimed(term, log, Set.copyOf(sameCopy), generation);
  }
}
