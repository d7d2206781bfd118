package io.lifeline.supervision.channels.replica;

import io.lifeline.supervision.cluster.ClusterMessage;

/** What a node that keeps copies answers to a channel's entity. */
public sealed interface FromReplica extends ClusterMessage {
  /** The node that answers. */
  NodeId node();

  /** What a replica has of a channel. */
  record Stand(String epoch, long generation, long offset) {
    /** Nothing. */
    static final Stand NONE = new Stand("", 0, 0);

    boolean absent() {
      return generation == 0;
    }
  }

  /**
   * @param generation the highest that was promised
   */
  record Known(NodeId node, long generation) implements FromReplica {}

  record Fenced(NodeId node, Term term, Stand stand) implements FromReplica {}

  /**
   * @param offset up to which the copy reaches
   */
  record Fetched(NodeId node, Term term, Chunk chunk, Horizon horizon, long offset)
      implements FromReplica {}

  /** The copy has everything up to an offset, and counts. */
  record Stored(NodeId node, Term term, long upTo) implements FromReplica {}

  /**
   * Something did not arrive.
   *
   * @param last up to where the copy has everything; -1 if there is none of this term
   */
  record Missing(NodeId node, Term term, long last) implements FromReplica {}

  /** The term is over: a higher one was promised, or its node is no member. */
  record Refused(NodeId node, Term term, long promised) implements FromReplica {}

  /** There is no memory for it. */
  record Full(NodeId node, Term term) implements FromReplica {}
}
