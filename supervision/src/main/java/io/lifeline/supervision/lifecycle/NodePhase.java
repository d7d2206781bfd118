package io.lifeline.supervision.lifecycle;

import java.util.Locale;

/** Where a node is in its life; it only ever goes forward. */
public enum NodePhase {
  /** Not listening yet. */
  STARTING,
  /** Ready: takes connections. */
  SERVING,
  /** Not ready: takes none and ends those it has. */
  DRAINING,
  /** Has no connections and will have none. */
  STOPPED;

  /** Whether a load balancer may send clients here. */
  public boolean ready() {
    return this == SERVING;
  }

  /** Its name in answers of the health check, for example {@code serving}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
