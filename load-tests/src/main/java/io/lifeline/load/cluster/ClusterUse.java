package io.lifeline.load.cluster;

import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.time.Duration;

/**
 * What the nodes of a cluster have used so far, together.
 *
 * @param cpu of all their threads
 * @param messages that they sent to each other, as Kamon counts them
 * @param atNanos when
 */
record ClusterUse(Duration cpu, long messages, long atNanos) {
  private static final String MESSAGES = "pekko_remote_messages_outbound_size_bytes_count";

  static ClusterUse of(NodeCluster cluster) throws IOException {
    Duration cpu = Duration.ZERO;
    long messages = 0;
    for (NodeProcess node : cluster.nodes()) {
      cpu = cpu.plus(node.cpu());
      messages += node.ops().metrics().total(MESSAGES);
    }
    return new ClusterUse(cpu, messages, System.nanoTime());
  }

  ClusterUse since(ClusterUse before) {
    return new ClusterUse(
        cpu.minus(before.cpu), messages - before.messages, atNanos - before.atNanos);
  }

  /** Messages beyond those that would have been sent in this time anyway. */
  double messagesBeyond(ClusterUse idle) {
    double anyway = (double) idle.messages / idle.atNanos * atNanos;
    return Math.max(0, messages - anyway);
  }
}
