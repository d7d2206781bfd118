package io.lifeline.supervision.channels.replica;

/**
 * The right of one incarnation of a channel's entity to write the channel's log. A later one has a
 * higher generation, and whoever has promised to obey it refuses the earlier.
 *
 * @param generation 1 or more
 * @param claimant tells incarnations apart that claim the same generation
 */
public record Term(long generation, String claimant) {
  /** Before any other. */
  static final Term NONE = new Term(0, "");
}
