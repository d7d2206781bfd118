package io.lifeline.supervision.cluster;

import com.typesafe.config.Config;

/**
 * Which messages nodes understand. Two nodes may be in one cluster if each speaks what the other
 * still understands, so that a rolling update works from one release to the next.
 *
 * @param spoken the version in which a node writes
 * @param oldest the oldest version that it reads
 */
record ProtocolVersion(int spoken, int oldest) {
  static final String SPOKEN_KEY = "lifeline.cluster.protocol.spoken";
  static final String OLDEST_KEY = "lifeline.cluster.protocol.oldest";

  /** Of this release. */
  static final ProtocolVersion CURRENT = new ProtocolVersion(1, 1);

  static ProtocolVersion of(Config config) {
    return new ProtocolVersion(config.getInt(SPOKEN_KEY), config.getInt(OLDEST_KEY));
  }

  boolean understands(ProtocolVersion other) {
    return other.spoken >= oldest && spoken >= other.oldest;
  }

  @Override
  public String toString() {
    return spoken == oldest ? "version " + spoken : "versions " + oldest + " to " + spoken;
  }
}
