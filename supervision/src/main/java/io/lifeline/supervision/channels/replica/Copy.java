package io.lifeline.supervision.channels.replica;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one replica knows of one channel. Not thread-safe. */
final class Copy {
  private static final int OVERHEAD = 256;

  /** The term that is obeyed; earlier ones are refused. */
  Term promised = Term.NONE;

  /** A log that counts. */
  @Nullable Held whole;

  /** One of the promised term that has not yet arrived in full. */
  @Nullable Held partial;

  /** When its entity was heard of. */
  long touchedAtMillis;

  /** A log that is here. Not thread-safe, but may be handed from one owner to another. */
  static final class Held {
    private final Term term;
    private final NodeId writer;
    private final LogCopy log;
    private final long upTo;
    private final long keptForMillis;
    private Set<NodeId> holders;

    /**
     * @param writer the node of its entity
     * @param upTo from here on it counts
     * @param holders the nodes that have the log, this one among them
     */
    Held(
        Term term, NodeId writer, LogCopy log, long upTo, long keptForMillis, Set<NodeId> holders) {
      this.term = term;
      this.writer = writer;
      this.log = log;
      this.upTo = upTo;
      this.keptForMillis = keptForMillis;
      this.holders = holders;
    }

    Term term() {
      return term;
    }

    NodeId writer() {
      return writer;
    }

    LogCopy log() {
      return log;
    }

    long keptForMillis() {
      return keptForMillis;
    }

    Set<NodeId> holders() {
      return holders;
    }

    void meetHolders(Set<NodeId> now) {
      holders = now;
    }

    boolean isWhole() {
      return log.offset() >= upTo;
    }
  }

  /** The log of a term, whole or not. */
  @Nullable Held of(Term term) {
    Held arriving = partial;
    if (arriving != null && arriving.term().equals(term)) {
      return arriving;
    }
    Held counting = whole;
    return counting != null && counting.term().equals(term) ? counting : null;
  }

  FromReplica.Stand stand() {
    Held counting = whole;
    return counting == null
        ? FromReplica.Stand.NONE
        : new FromReplica.Stand(
            counting.log().epoch(), counting.term().generation(), counting.log().offset());
  }

  /** Once the log that arrives has arrived, it replaces the one before. */
  void completeIfWhole() {
    Held arriving = partial;
    if (arriving != null && arriving.isWhole()) {
      whole = arriving;
      partial = null;
    }
  }

  /** About how many bytes of memory it takes. */
  long bytes() {
    return OVERHEAD
        + (whole == null ? 0 : whole.log().bytes())
        + (partial == null ? 0 : partial.log().bytes());
  }
}
