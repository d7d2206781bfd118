package io.lifeline.edge.node;

/** Why a node ended. */
public enum NodeEnd {
  /** It was told to, and drained. */
  DRAINED,
  /** The cluster parted with it: it could not be reached, or could not reach enough others. */
  ISOLATED,
  /** One of its services failed. */
  FAILED
}
