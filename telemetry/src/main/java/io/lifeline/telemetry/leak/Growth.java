package io.lifeline.telemetry.leak;

import java.util.Locale;

/** What a node has more of with each connection, though not by a known number. */
public enum Growth {
  /** Open descriptors of the process. */
  DESCRIPTORS,
  /** Actors but those that stand for channels. */
  ACTORS,
  /** MiB of the heap that outlive collections. */
  HEAP;

  /** The metric's tag value. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
