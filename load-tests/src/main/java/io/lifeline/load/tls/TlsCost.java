package io.lifeline.load.tls;

import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLContext;

/**
 * Measures what TLS costs a node and prints one JSON object a line: {@code
 * load-tests/bin/tls-cost}. The node runs in a process of its own; CPU is that of its process, heap
 * what is live after a collection. Each line comes after a warm-up of its own kind.
 */
public final class TlsCost {
  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
  private static final int CONNECTIONS = 1_000;
  private static final int CONNECTS = 1_500;
  private static final int ECHOES = 20_000;
  private static final int ECHOING = 20;

  private final NodeProcess node;
  private final String name;

  private TlsCost(NodeProcess node, String name) {
    this.node = node;
    this.name = name;
  }

  /**
   * @param arguments of what to measure: plain, EC or RSA; all three if there are none
   */
  public static void main(String... arguments) throws Exception {
    Path directory = Files.createTempDirectory("tls-cost");
    for (String kind : arguments.length == 0 ? List.of("plain", "EC", "RSA") : List.of(arguments)) {
      if (kind.equals("plain")) {
        measurePlain(directory);
      } else {
        measureTls(directory, BenchKey.make(directory, kind), kind);
      }
    }
  }

  private static void measurePlain(Path directory) throws Exception {
    try (NodeProcess node = start(config(), directory.resolve("plain"))) {
      TlsCost cost = new TlsCost(node, "plain");
      Client client = new Client(node.peerAddress(), null, "", false);
      cost.heap(client);
      cost.connects(client, "connect");
      cost.echoes(client);
    }
  }

  private static void measureTls(Path directory, BenchKey key, String kind) throws Exception {
    NodeConfig config =
        config()
            .with("lifeline.edge.tls.enabled", "on")
            .with("lifeline.edge.tls.key-store", '"' + key.file().toString() + '"')
            .with("lifeline.edge.tls.key-store-password", BenchKey.PASSWORD);
    try (NodeProcess node = start(config, directory.resolve(kind))) {
      SSLContext context = key.clientContext();
      for (String protocol : PROTOCOLS) { // so that the first to be measured is not the coldest
        open(new Client(node.peerAddress(), context, protocol, false), 2 * CONNECTS, true);
      }
      for (String protocol : PROTOCOLS) {
        TlsCost cost = new TlsCost(node, protocol + " " + kind);
        Client full = new Client(node.peerAddress(), context, protocol, false);
        Client resuming = new Client(node.peerAddress(), context, protocol, true);
        cost.heap(full);
        cost.connects(full, "connect");
        cost.connects(resuming, "connect_resumed");
        cost.echoes(full);
      }
    }
  }

  private static NodeConfig config() {
    return new NodeConfig(Map.of(), true)
        .with("lifeline.supervision.sockets.per-address", "100000")
        .with("lifeline.supervision.websockets.per-address", "100000")
        .with("lifeline.supervision.websockets.rate", "100000")
        .with("lifeline.supervision.websockets.burst", "100000");
  }

  private static NodeProcess start(NodeConfig config, Path files)
      throws IOException, InterruptedException {
    return NodeProcess.start(
        NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()), config, files, owned -> {});
  }

  private void heap(Client client) throws Exception {
    close(open(client, CONNECTIONS)); // warm-up
    node.liveHeapBytes();
    long before = node.liveHeapBytes();
    List<Socket> sockets = open(client, CONNECTIONS);
    long after = node.liveHeapBytes();
    print("heap_bytes_per_connection", (double) (after - before) / CONNECTIONS);
    close(sockets);
  }

  private void connects(Client client, String what) throws Exception {
    open(client, CONNECTS, true);
    Duration before = cpu();
    open(client, CONNECTS, true);
    print(what + "_cpu_us", micros(before) / CONNECTS);
  }

  private void echoes(Client client) throws Exception {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < ECHOING; i++) {
      sockets.add(client.open("/echo?user=u", i));
    }
    echo(sockets);
    Duration before = cpu();
    echo(sockets);
    print("echo_cpu_us", micros(before) / ECHOES);
    close(sockets);
  }

  private static void echo(List<Socket> sockets) throws IOException {
    for (int i = 0; i < ECHOES; i++) {
      Client.echo(sockets.get(i % sockets.size()));
    }
  }

  private static List<Socket> open(Client client, int number) throws IOException {
    return open(client, number, false);
  }

  /**
   * @param shortLived whether each is closed before the next is opened
   */
  private static List<Socket> open(Client client, int number, boolean shortLived)
      throws IOException {
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      Socket socket = client.open("/echo?user=u", i);
      if (shortLived) {
        socket.close();
      } else {
        sockets.add(socket);
      }
    }
    return sockets;
  }

  private static void close(List<Socket> sockets) throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  private double micros(Duration before) {
    return cpu().minus(before).toNanos() / 1e3;
  }

  /** That the node's process has used, in steps of 10 ms. */
  private Duration cpu() {
    return ProcessHandle.of(node.pid())
        .flatMap(process -> process.info().totalCpuDuration())
        .orElseThrow(() -> new IllegalStateException("this system does not count CPU time"));
  }

  private void print(String what, double value) {
    System.out.println(
        String.format(Locale.ROOT, "{\"what\":\"%s\",\"%s\":%.0f}", name, what, value));
  }
}
