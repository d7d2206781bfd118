package io.lifeline.load.follow;

/** Something that a client heard and that cannot be true. */
public record Fault(Kind kind, String text) {
  /** What is wrong with it. */
  public enum Kind {
    /** Messages are missing and nobody said so. */
    GAP,
    /** A message came again, or after a later one. */
    DUPLICATE,
    /** The epoch changed without a word. */
    EPOCH,
    /** A message came before its channel's position was told. */
    UNPOSITIONED,
    /** The position was told twice in one connection. */
    POSITIONED_TWICE,
    /** A client that resumes was not told whether it recovers. */
    NOT_SAID,
    /** A client that does not resume was told whether it recovers. */
    SAID_UNASKED,
    /** Recovered, it says, but into another epoch or to before the place that was asked for. */
    WRONG_RECOVERY,
    /** Two different messages have one position. */
    CONTRADICTION,
    /** One message has two positions, although it was published with one key. */
    PUBLISHED_TWICE,
    /** The server sent an error, or ended the connection for good. */
    REFUSED
  }

  @Override
  public String toString() {
    return kind + ": " + text;
  }
}
