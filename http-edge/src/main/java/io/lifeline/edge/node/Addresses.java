package io.lifeline.edge.node;

import io.lifeline.supervision.cluster.NodeAddress;
import java.net.InetSocketAddress;

/**
 * Where a node listens, with the ports that it was really given.
 *
 * @param tls whether the main listener speaks TLS
 * @param main for WebSockets and HTTP
 * @param ops for those who watch it
 * @param cluster for the other nodes
 */
public record Addresses(
    boolean tls, InetSocketAddress main, InetSocketAddress ops, NodeAddress cluster) {
  /** Where clients connect, for example {@code ws://127.0.0.1:8080/ws} or {@code wss://…}. */
  public String webSocket() {
    return (tls ? "wss://" : "ws://") + authority(main) + "/ws";
  }

  /** The root of pages and API, for example {@code http://127.0.0.1:8080/}. */
  public String http() {
    return (tls ? "https://" : "http://") + authority(main) + "/";
  }

  /** The root of the ops listener. */
  public String opsUrl() {
    return "http://" + authority(ops) + "/";
  }

  /** The line that a node prints when it is ready; scripts wait for it. */
  public String readyLine() {
    return "Lifeline is ready: %s  %s  ops %s  cluster %s"
        .formatted(webSocket(), http(), opsUrl(), cluster);
  }

  private static String authority(InetSocketAddress address) {
    String host = address.getHostString();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
  }
}
