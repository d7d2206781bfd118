package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.Samples;
import java.io.IOException;
import java.time.Duration;

/**
 * What the nodes of a cluster have used so far, together.
 *
 * @param cpu of all their threads
 * @param messages that they sent to each other, as Kamon counts them, a second late
 * @param atNanos when
 */
record ClusterUse(Duration cpu, long messages, long atNanos) {
  private static final String MESSAGES = "pekko_remote_messages_outbound_size_bytes_count";

  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(2);

  /** Shards move in rounds, one each 5 s. */
  private static final int QUIET_LOOKS = 4;

  /** Heartbeats and gossip are less than half of it; a round of shards that move is much more. */
  private static final int QUIET_MESSAGES_A_NODE_AND_SECOND = 40;

  static ClusterUse of(NodeCluster cluster) throws IOException {
    Duration cpu = Duration.ZERO;
    long messages = 0;
    for (NodeProcess node : cluster.nodes()) {
      cpu = cpu.plus(node.cpu());
      Samples metrics = node.ops().metrics();
      if (cluster.size() > 1 && !metrics.has(MESSAGES)) {
        throw new IllegalStateException(node + " does not count messages: no " + MESSAGES);
      }
      messages += metrics.total(MESSAGES);
    }
    return new ClusterUse(cpu, messages, System.nanoTime());
  }

  /**
   * Waits until nodes that have joined just now say no more to each other than that they are there:
   * until then channels move to the new ones, which would be taken for what deliveries cost.
   */
  static void awaitSettled(NodeCluster cluster) throws Exception {
    long deadline = System.nanoTime() + SETTLED_WITHIN.toNanos();
    int quiet = 0;
    while (quiet < QUIET_LOOKS) {
      ClusterUse before = of(cluster);
      Poll.pause(LOOK);
      double rate = of(cluster).since(before).messagesASecond();
      quiet = rate <= QUIET_MESSAGES_A_NODE_AND_SECOND * cluster.size() ? quiet + 1 : 0;
      InvariantBroken.unless(
          quiet > 0 || System.nanoTime() < deadline,
          "idle nodes still send each other "
              + Math.round(rate)
              + " messages a second after "
              + SETTLED_WITHIN.toSeconds()
              + " s");
    }
  }

  ClusterUse since(ClusterUse before) {
    return new ClusterUse(
        cpu.minus(before.cpu), messages - before.messages, atNanos - before.atNanos);
  }

  /** Messages beyond those of an idle time; less than none if that was not idle. */
  double messagesBeyond(ClusterUse idle) {
    return messages - idle.messagesASecond() * seconds();
  }

  /** CPU beyond that of an idle time, in microseconds. */
  double cpuMicrosBeyond(ClusterUse idle) {
    return (cpu.toNanos() - idle.cpu.toNanos() / idle.seconds() * seconds()) / 1000;
  }

  private double messagesASecond() {
    return messages / seconds();
  }

  private double seconds() {
    return atNanos / 1e9;
  }
}
