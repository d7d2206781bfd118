package io.lifeline.load.rest;

import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.Samples;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a node holds at one moment, without its heap, whose measurement stops the node for a while.
 *
 * @param resources {@code lifeline_resources} by resource
 * @param closed {@code lifeline_connections_closed_total} by reason
 * @param listed WebSockets that the inspection knows
 * @param descriptors open files and sockets of the process
 */
public record Snapshot(
    Map<String, Long> resources,
    Map<String, Long> closed,
    long leakSuspects,
    long listed,
    int descriptors) {
  public Snapshot {
    resources = new TreeMap<>(resources);
    closed = new TreeMap<>(closed);
  }

  /** Asks the node. */
  public static Snapshot of(NodeProcess node) throws IOException {
    Samples metrics = node.ops().metrics();
    if (!metrics.has("lifeline_resources") || !metrics.has("lifeline_leak_suspects")) {
      throw new IOException("the node has no lifeline_resources or lifeline_leak_suspects yet");
    }
    return new Snapshot(
        metrics.by("lifeline_resources", "resource"),
        metrics.by("lifeline_connections_closed_total", "reason"),
        metrics.total("lifeline_leak_suspects"),
        listed(node),
        node.descriptors());
  }

  /** WebSockets that the node knows at this moment. */
  public static long listed(NodeProcess node) throws IOException {
    return node.ops().connections().path("total").asLong();
  }

  /** Connection actors that live at this moment. */
  public static long living(NodeProcess node) throws IOException {
    return node.ops().connections().path("counts").path("connection_actors").asLong();
  }
}
