package io.lifeline.supervision.channels.replica;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Set;

/** What a channel's entity asks of the node that keeps, or may keep, a copy of its log. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
  @JsonSubTypes.Type(value = ToReplica.Ask.class, name = "ask"),
  @JsonSubTypes.Type(value = ToReplica.Fence.class, name = "fence"),
  @JsonSubTypes.Type(value = ToReplica.Fetch.class, name = "fetch"),
  @JsonSubTypes.Type(value = ToReplica.Install.class, name = "install"),
  @JsonSubTypes.Type(value = ToReplica.Append.class, name = "append"),
  @JsonSubTypes.Type(value = ToReplica.Settle.class, name = "settle")
})
public sealed interface ToReplica {

  /** Which generation has been promised? Answered with {@link FromReplica.Known}. */
  record Ask() implements ToReplica {}

  /**
   * Promise to obey no earlier term from here on, and say what you have. Answered with {@link
   * FromReplica.Fenced} or {@link FromReplica.Refused}.
   *
   * @param writer the entity's node
   */
  record Fence(Term term, NodeId writer) implements ToReplica {}

  /**
   * Give me what you have after an offset. Only for the term that fenced the replica. Answered with
   * {@link FromReplica.Fetched} or {@link FromReplica.Missing}.
   */
  record Fetch(Term term, long after) implements ToReplica {}

  /**
   * Begin a copy, which counts when it has reached {@code upTo}; until then an earlier one is kept.
   * Answered like {@link Append}.
   *
   * @param adopts the generation of the copy that becomes this one if it reaches exactly up to
   *     there; 0 if none does
   * @param holders the nodes that have the log, the writer and the receiver among them
   * @param keptForMillis after so long without a word the copy is forgotten
   */
  record Install(
      Term term,
      NodeId writer,
      String epoch,
      long upTo,
      long adopts,
      Set<NodeId> holders,
      long keptForMillis)
      implements ToReplica {
    public Install {
      holders = Set.copyOf(holders);
    }
  }

  /**
   * Adds to the copy. Answered with {@link FromReplica.Stored}, {@link FromReplica.Missing}, {@link
   * FromReplica.Refused} or {@link FromReplica.Full}.
   */
  record Append(Term term, Chunk chunk, Horizon horizon) implements ToReplica {}

  /** These nodes have the log, others may forget it. Not answered. */
  record Settle(Term term, Set<NodeId> holders) implements ToReplica {
    public Settle {
      holders = Set.copyOf(holders);
    }
  }
}
