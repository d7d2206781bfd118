package io.lifeline.load.cluster;

import io.lifeline.load.Poll;
import io.lifeline.load.follow.Audience;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.Samples;
import io.lifeline.telemetry.Resource;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What connections hold, summed over the nodes of a cluster: with clients that stay it agrees with
 * their number, and without clients it is nothing.
 */
final class ClusterRest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final List<String> OF_EACH_WEBSOCKET =
      List.of(
          Resource.WEBSOCKETS.label(),
          Resource.HEARTBEATS.label(),
          Resource.WRITERS.label(),
          Resource.REGISTRY_ENTRIES.label());
  private static final List<String> OF_EACH_SOCKET =
      List.of(Resource.SOCKETS.label(), Resource.CONNECTION_ACTORS.label());
  private static final String SUSPECTS = "lifeline_leak_suspects";

  private final NodeCluster cluster;

  ClusterRest(NodeCluster cluster) {
    this.cluster = cluster;
  }

  /** One WebSocket, actor, heartbeat, writer and registry entry for each connected client. */
  void mustAgree(Audience audience) throws Exception {
    Poll.until(LIMIT, "with clients, over all nodes", () -> differences(audience.connected()));
  }

  /** Nothing of a connection is left on any node. */
  void mustBeEmpty() throws Exception {
    Poll.until(LIMIT, "without clients, over all nodes", this::left);
  }

  private List<String> differences(int clients) throws IOException {
    Map<String, Long> sum = sum();
    List<String> differences = new ArrayList<>();
    for (String resource : OF_EACH_WEBSOCKET) {
      compare(differences, sum, resource, clients);
    }
    for (String resource : OF_EACH_SOCKET) {
      // a publisher's HTTP connection has both, too
      long there = sum.getOrDefault(resource, 0L);
      if (there < clients) {
        differences.add(resource + ": " + there + " (expected: at least " + clients + ")");
      }
    }
    return differences;
  }

  private List<String> left() throws IOException {
    Map<String, Long> sum = sum();
    List<String> left = new ArrayList<>();
    OF_EACH_WEBSOCKET.forEach(resource -> compare(left, sum, resource, 0));
    OF_EACH_SOCKET.forEach(resource -> compare(left, sum, resource, 0));
    compare(left, sum, SUSPECTS, 0);
    return left;
  }

  private static void compare(
      List<String> differences, Map<String, Long> sum, String what, long expected) {
    long there = sum.getOrDefault(what, 0L);
    if (there != expected) {
      differences.add(what + ": " + there + " (expected: " + expected + ")");
    }
  }

  private Map<String, Long> sum() throws IOException {
    Map<String, Long> sum = new TreeMap<>();
    for (NodeProcess node : cluster.nodes()) {
      Samples metrics = node.ops().metrics();
      metrics
          .by("lifeline_resources", "resource")
          .forEach((resource, count) -> sum.merge(resource, count, Long::sum));
      sum.merge(SUSPECTS, metrics.total(SUSPECTS), Long::sum);
    }
    return sum;
  }
}
