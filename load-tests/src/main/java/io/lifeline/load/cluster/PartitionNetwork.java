package io.lifeline.load.cluster;

import io.lifeline.load.peer.IpCommand;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each node, with two links: one to this namespace, for clients, and one to
 * a bridge, for the other nodes. The second can be cut while clients still reach the node. Linux,
 * root only.
 */
final class PartitionNetwork implements AutoCloseable {
  private final long number = ProcessHandle.current().pid();
  private final int nodes;

  private PartitionNetwork(int nodes) {
    this.nodes = nodes;
  }

  /**
   * @throws IOException if this machine or user cannot make one; nothing is left then
   */
  static PartitionNetwork create(int nodes) throws IOException, InterruptedException {
    PartitionNetwork network = new PartitionNetwork(nodes);
    try {
      network.build();
    } catch (IOException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /** Where clients reach a node. */
  String clientHost(int node) {
    return "10.98." + node + ".2";
  }

  /** Where the other nodes reach a node. */
  List<String> clusterHosts() {
    List<String> hosts = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      hosts.add(clusterHost(i));
    }
    return hosts;
  }

  /** What a command line begins with to run in the namespace of a node. */
  List<String> prefix(int node) {
    return List.of("ip", "netns", "exec", namespace(node));
  }

  /** Drops every packet between this node and the others from now on. */
  void cut(int node) throws IOException, InterruptedException {
    IpCommand.run("link", "set", clusterPort(node), "down");
  }

  /** Undoes the cut. */
  void heal(int node) throws IOException, InterruptedException {
    IpCommand.run("link", "set", clusterPort(node), "up");
  }

  private void build() throws IOException, InterruptedException {
    IpCommand.run("link", "add", bridge(), "type", "bridge");
    IpCommand.run("link", "set", bridge(), "up");
    for (int i = 0; i < nodes; i++) {
      IpCommand.run("netns", "add", namespace(i));
      IpCommand.run("-n", namespace(i), "link", "set", "lo", "up");
      link(i, clientPort(i), "clients", clientHost(i) + "/30");
      IpCommand.run("addr", "add", "10.98." + i + ".1/30", "dev", clientPort(i));
      link(i, clusterPort(i), "cluster", clusterHost(i) + "/24");
      IpCommand.run("link", "set", clusterPort(i), "master", bridge());
    }
  }

  /** A pair of interfaces: {@code ours} here, {@code theirs} in the node's namespace. */
  private void link(int node, String ours, String theirs, String address)
      throws IOException, InterruptedException {
    String namespace = namespace(node);
    IpCommand.run("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", namespace);
    IpCommand.run("-n", namespace, "addr", "add", address, "dev", theirs);
    IpCommand.run("-n", namespace, "link", "set", theirs, "up");
    IpCommand.run("link", "set", ours, "up");
  }

  @Override
  public void close() throws IOException {
    List<List<String>> removals = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      removals.add(List.of("link", "del", clientPort(i)));
      removals.add(List.of("link", "del", clusterPort(i)));
      removals.add(List.of("netns", "del", namespace(i)));
    }
    removals.add(List.of("link", "del", bridge()));
    IpCommand.tryAll(removals);
  }

  private String clusterHost(int node) {
    return "10.97.0." + (node + 2);
  }

  private String namespace(int node) {
    return "lifeline-" + number + "-" + node;
  }

  private String bridge() {
    return "lb" + number;
  }

  private String clientPort(int node) {
    return "lc" + number + "-" + node;
  }

  private String clusterPort(int node) {
    return "ln" + number + "-" + node;
  }
}
