package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Stage;
import io.lifeline.load.follow.Entrance;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.PublishApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in processes of their own that join each other on loopback. A node keeps its cluster port
 * when it is started again. Faults are made by one thread; {@link Entrance} may be asked by any.
 */
final class NodeCluster implements Entrance {
  private static final Duration MEMBERS_LIMIT = Duration.ofSeconds(60);
  private static final int EXIT_CODE_OF_THE_PARTED = 3;

  /** In the line with which such a node says, as an error, why it ends. */
  private static final String PARTED = "the cluster goes on without this node";

  /** A place for a node. */
  private static final class Seat {
    final String host;
    final int port;
    final NodeConfig config;
    final List<String> prefix;
    volatile @Nullable NodeProcess node;

    Seat(String host, int port, NodeConfig config, List<String> prefix) {
      this.host = host;
      this.port = port;
      this.config = config;
      this.prefix = prefix;
    }

    String address() {
      return host + ":" + port;
    }
  }

  private final Stage stage;
  private final List<Seat> seats = new ArrayList<>();
  private final List<String> errors = new ArrayList<>();

  private NodeCluster(Stage stage) {
    this.stage = stage;
  }

  /** Starts so many nodes one after the other and waits until each sees all. */
  static NodeCluster start(Stage stage, NodeConfig config, int nodes) throws Exception {
    NodeCluster cluster = new NodeCluster(stage);
    String host = InetAddress.getLoopbackAddress().getHostAddress();
    for (int i = 0; i < nodes; i++) {
      cluster.seats.add(new Seat(host, freePort(), config, List.of()));
    }
    cluster.startAll();
    return cluster;
  }

  /** The same with hosts, configurations and beginnings of command lines of their own. */
  static NodeCluster start(
      Stage stage, List<String> hosts, List<NodeConfig> configs, List<List<String>> prefixes)
      throws Exception {
    NodeCluster cluster = new NodeCluster(stage);
    for (int i = 0; i < hosts.size(); i++) {
      cluster.seats.add(new Seat(hosts.get(i), freePort(), configs.get(i), prefixes.get(i)));
    }
    cluster.startAll();
    return cluster;
  }

  private void startAll() throws Exception {
    for (int i = 0; i < seats.size(); i++) {
      startNode(i);
    }
    awaitMembers();
  }

  /** One more node, which joins those that are there. */
  void grow() throws Exception {
    Seat first = seats.get(0);
    seats.add(new Seat(first.host, freePort(), first.config, first.prefix));
    startNode(seats.size() - 1);
    awaitMembers();
  }

  int size() {
    return seats.size();
  }

  NodeProcess node(int index) {
    NodeProcess node = seats.get(index).node;
    if (node == null) {
      throw new IllegalStateException("node " + index + " does not run");
    }
    return node;
  }

  /** Those that run. */
  List<NodeProcess> nodes() {
    List<NodeProcess> nodes = new ArrayList<>();
    for (Seat seat : seats) {
      NodeProcess node = seat.node;
      if (node != null) {
        nodes.add(node);
      }
    }
    return nodes;
  }

  /** Where clients connect to a node. */
  InetSocketAddress address(int index) {
    return node(index).peerAddress();
  }

  /** SIGKILL. */
  void kill(int index) {
    NodeProcess node = leave(index);
    node.kill();
  }

  /** SIGTERM. Clients still know the node; that it takes no more they have to find out. */
  void terminate(int index) {
    node(index).terminate();
  }

  /**
   * Waits until a node has ended by itself.
   *
   * @throws InvariantBroken if it does not, or with another exit code
   */
  void awaitExit(int index, int expectedCode, Duration limit) throws InterruptedException {
    OptionalInt code = node(index).awaitExit(limit);
    InvariantBroken.unless(
        code.isPresent(), "node " + index + " still runs after " + limit.toSeconds() + " s");
    leave(index);
    InvariantBroken.unless(
        code.getAsInt() == expectedCode,
        "node " + index + " ended with " + code.getAsInt() + " (expected: " + expectedCode + ")");
  }

  /** Waits until a node has said that its cluster goes on without it, and has ended. */
  void awaitParted(int index, Duration limit) throws InterruptedException {
    awaitExit(index, EXIT_CODE_OF_THE_PARTED, limit);
    InvariantBroken.unless(
        errors.removeIf(line -> line.contains(PARTED)),
        "node " + index + " did not say why it ended");
  }

  /** Starts a node in the place of one that has ended; it joins those that are there. */
  void startNode(int index) throws IOException, InterruptedException {
    Seat seat = seats.get(index);
    NodeConfig config =
        seat.config
            .with("lifeline.cluster.host", quoted(seat.host))
            .with("lifeline.cluster.port", Integer.toString(seat.port))
            .with("lifeline.cluster.join", others(seat));
    stage.say("starting node " + index);
    seat.node = stage.startNode(config, seat.prefix);
  }

  /** Waits until each node that runs sees all of those, and no other. */
  void awaitMembers() throws Exception {
    Poll.until(MEMBERS_LIMIT, "members", this::missingMembers);
  }

  private List<String> missingMembers() {
    Set<String> expected = new TreeSet<>();
    for (Seat seat : seats) {
      if (seat.node != null) {
        expected.add(seat.address());
      }
    }
    return nodes().stream()
        .filter(node -> !node.members().equals(expected))
        .map(node -> node + " sees " + node.members() + " (expected: " + expected + ")")
        .toList();
  }

  /** What nodes logged as errors, also those that are gone. */
  List<String> errors() {
    List<String> all = new ArrayList<>(errors);
    nodes().forEach(node -> all.addAll(node.errors()));
    return all;
  }

  @Override
  public List<InetSocketAddress> living() {
    return nodes().stream().map(NodeProcess::peerAddress).toList();
  }

  @Override
  public String credentials(String user) {
    return seats.get(0).config.credentials(user);
  }

  @Override
  public String apiKey() {
    return PublishApi.key(seats.get(0).config.development());
  }

  private NodeProcess leave(int index) {
    NodeProcess node = node(index);
    errors.addAll(node.errors());
    seats.get(index).node = null;
    return node;
  }

  private String others(Seat seat) {
    List<String> others = new ArrayList<>();
    for (Seat other : seats) {
      if (other != seat && other.node != null) {
        others.add(quoted(other.address()));
      }
    }
    return "[" + String.join(",", others) + "]";
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  /** Free at this moment; who takes it in between makes the start fail with a clear message. */
  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
