package io.lifeline.edge.cli;

import io.lifeline.edge.node.Signals;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code lifeline cluster}: development nodes on this machine that are one cluster, each in a
 * process of its own. One that dies is said and not started anew; the others go on.
 */
@Command(
    name = "cluster",
    description = "Runs a cluster of development nodes on this machine until Ctrl-C.",
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class ClusterCommand implements Callable<Integer> {
  private static final int MAX_NODES = 9;
  private static final int MAX_FIRST_PORT = 65_535 - MAX_NODES;

  /** 128 + SIGTERM, as shells report it. */
  private static final int CUT_SHORT = 143;

  @Option(
      names = "--nodes",
      paramLabel = "N",
      defaultValue = "3",
      description = "How many, 1 to 9; default: ${DEFAULT-VALUE}.")
  private int nodes;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "8080",
      description =
          "WebSockets and HTTP of the first node, the others follow; 0: any free; default:"
              + " ${DEFAULT-VALUE}.")
  private int port;

  @Option(
      names = "--ops-port",
      paramLabel = "PORT",
      defaultValue = "8090",
      description =
          "Health and metrics of the first node, the others follow; 0: any free; default:"
              + " ${DEFAULT-VALUE}.")
  private int opsPort;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration of each node.")
  private @Nullable Path file;

  @Mixin private Caller caller = new Caller();

  private final List<ChildNode> children = new ArrayList<>();
  private final AtomicBoolean ending = new AtomicBoolean();

  ClusterCommand() {}

  @Override
  public Integer call() {
    refuseWrongNumbers();
    Signals.onEnd(this::onSignal);
    PrintWriter out = caller.out();
    List<ReadyNode> ready = startAll(out);
    if (ready.size() < nodes) {
      terminateAll();
      awaitAll();
      return ending.get() ? 0 : LifelineCommand.WRONG;
    }
    say(out, ready);
    return awaitAll() && ending.get() ? 0 : LifelineCommand.FAILED;
  }

  private void refuseWrongNumbers() {
    refuse(nodes < 1 || nodes > MAX_NODES, "--nodes", nodes, "1.." + MAX_NODES);
    refuse(port < 0 || port > MAX_FIRST_PORT, "--port", port, "0.." + MAX_FIRST_PORT);
    refuse(opsPort < 0 || opsPort > MAX_FIRST_PORT, "--ops-port", opsPort, "0.." + MAX_FIRST_PORT);
  }

  private void refuse(boolean wrong, String option, int value, String expected) {
    if (wrong) {
      throw caller.wrongUse("%s: %d (expected: %s)".formatted(option, value, expected));
    }
  }

  /**
   * The first begins the cluster, the others join it; fewer than asked for if one did not start.
   */
  private List<ReadyNode> startAll(PrintWriter out) {
    List<ReadyNode> ready = new ArrayList<>();
    start(1, List.of(), out).flatMap(ChildNode::awaitReady).ifPresent(ready::add);
    if (ready.isEmpty()) {
      return ready;
    }
    List<String> join = List.of("--join", ready.get(0).cluster());
    List<Optional<ChildNode>> others =
        IntStream.rangeClosed(2, nodes).mapToObj(number -> start(number, join, out)).toList();
    for (Optional<ChildNode> other : others) {
      other.flatMap(ChildNode::awaitReady).ifPresent(ready::add);
    }
    return ready;
  }

  /** Empty if all are to end already. */
  private Optional<ChildNode> start(int number, List<String> join, PrintWriter out) {
    List<String> arguments = new ArrayList<>(List.of("--dev"));
    arguments.addAll(List.of("--port", Integer.toString(port == 0 ? 0 : port + number - 1)));
    arguments.addAll(
        List.of("--ops-port", Integer.toString(opsPort == 0 ? 0 : opsPort + number - 1)));
    if (file != null) {
      arguments.addAll(List.of("--config", file.toString()));
    }
    arguments.addAll(join);
    synchronized (children) {
      if (ending.get()) {
        return Optional.empty();
      }
      String name = "node-" + number;
      ChildNode child = ChildNode.start(name, arguments, out, code -> onEnded(name, code, out));
      children.add(child);
      return Optional.of(child);
    }
  }

  private void onEnded(String node, int code, PrintWriter out) {
    if (!ending.get()) {
      out.println("%s ended with exit code %d".formatted(node, code));
    }
  }

  private void say(PrintWriter out, List<ReadyNode> ready) {
    out.println("The cluster is ready. Clients may connect to any of its nodes; Ctrl-C ends all.");
    for (int i = 0; i < ready.size(); i++) {
      ReadyNode node = ready.get(i);
      out.println(
          "  node-%d  %s  %s  ops %s".formatted(i + 1, node.webSocket(), node.http(), node.ops()));
    }
  }

  private void onSignal() {
    if (ending.getAndSet(true)) {
      running().forEach(ChildNode::kill);
      Runtime.getRuntime().halt(CUT_SHORT);
    }
    terminateAll();
  }

  private void terminateAll() {
    running().forEach(ChildNode::terminate);
  }

  private List<ChildNode> running() {
    synchronized (children) {
      return List.copyOf(children);
    }
  }

  /** Whether all ended with exit code 0. */
  private boolean awaitAll() {
    return running().stream().map(ChildNode::ended).map(CompletableFuture::join).toList().stream()
        .allMatch(code -> code == 0);
  }
}
