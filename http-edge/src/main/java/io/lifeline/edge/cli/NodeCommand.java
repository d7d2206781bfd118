package io.lifeline.edge.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.edge.node.Node;
import io.lifeline.edge.node.Signals;
import io.lifeline.edge.settings.ConfigLayers;
import java.io.File;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline node}: runs a node until it is told to end. */
@Command(
    name = "node",
    description = "Runs a node until it receives SIGTERM or SIGINT, then drains it.",
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class NodeCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(NodeCommand.class);

  /** 128 + SIGTERM, as shells report it. */
  private static final int CUT_SHORT = 143;

  private static final String BANNER =
      """
      ******************************************************************************
      *  DEVELOPMENT MODE: anyone who reaches this node may be anyone and publish  *
      *  anything. Tokens and API key are public. Never let others reach it.       *
      ******************************************************************************""";

  @Option(names = "--dev", description = "Development mode: no tokens needed, loopback only.")
  private boolean development;

  @Option(names = "--config", paramLabel = "FILE", description = "Configuration in HOCON.")
  private @Nullable Path file;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "WebSockets and HTTP, usually 8080; 0: any free.")
  private @Nullable Integer port;

  @Option(
      names = "--ops-port",
      paramLabel = "PORT",
      description = "Health and metrics, usually 8081; 0: any free.")
  private @Nullable Integer opsPort;

  @Option(
      names = "--join",
      paramLabel = "HOST:PORT",
      split = ",",
      description = "Cluster ports of nodes whose cluster to join; the first that answers counts.")
  private List<String> join = List.of();

  @Option(
      names = "--cluster-port",
      paramLabel = "PORT",
      description = "Where other nodes reach this one; 0, the default: any free.")
  private @Nullable Integer clusterPort;

  @Option(
      names = "--stop-with-parent",
      description = "Drain also when the process that started this one has ended.")
  private boolean stopWithParent;

  @Option(
      names = "--leave-interrupts-to-parent",
      hidden = true,
      description = "Do nothing at Ctrl-C, which the process that started this one hears too.")
  private boolean leaveInterrupts;

  @Mixin private Caller caller = new Caller();

  NodeCommand() {}

  @Override
  public Integer call() {
    Config config = ConfigLayers.layered(options(), ConfigFiles.read(file));
    Node node = Node.start(config);
    AtomicBoolean ending = new AtomicBoolean();
    Signals.onEnd(() -> end(node, ending));
    if (leaveInterrupts) {
      Signals.onInterrupt(() -> {});
    }
    if (node.addresses().tls() && File.separatorChar == '/') {
      Signals.onReload(node::reloadCertificates);
    }
    if (stopWithParent) {
      ProcessHandle.current().parent().ifPresent(parent -> endWith(parent, node, ending));
    }
    if (config.getBoolean("lifeline.edge.development")) {
      caller.err().println(BANNER);
    }
    caller.out().println(node.addresses().readyLine());
    return switch (node.awaitEnd()) {
      case DRAINED -> 0;
      case ISOLATED -> LifelineCommand.ISOLATED;
      case FAILED -> LifelineCommand.FAILED;
    };
  }

  private static void endWith(ProcessHandle parent, Node node, AtomicBoolean ending) {
    parent
        .onExit()
        .whenComplete((ended, failure) -> end(node, ending))
        .exceptionally(
            failure -> {
              LOG.error("could not drain after the parent process had ended", failure);
              return parent;
            });
  }

  private static void end(Node node, AtomicBoolean ending) {
    if (ending.getAndSet(true)) {
      Runtime.getRuntime().halt(CUT_SHORT);
    }
    node.drain();
  }

  private Config options() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (development) {
      options.put("lifeline.edge.development", true);
    }
    if (port != null) {
      options.put("lifeline.edge.port", port);
    }
    if (opsPort != null) {
      options.put("lifeline.edge.ops.port", opsPort);
    }
    if (clusterPort != null) {
      options.put("lifeline.cluster.port", clusterPort);
    }
    if (!join.isEmpty()) {
      options.put("lifeline.cluster.join", join);
    }
    return ConfigFactory.parseMap(options, "command line");
  }
}
