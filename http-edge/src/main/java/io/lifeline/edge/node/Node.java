package io.lifeline.edge.node;

import com.typesafe.config.Config;
import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.edge.settings.NodeSettings;
import io.lifeline.edge.settings.StartFailure;
import io.lifeline.edge.transport.tls.CertificateWatch;
import io.lifeline.supervision.connections.ConnectionFactory;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.lifecycle.Lifecycle;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.kamon.KamonTelemetry;
import io.lifeline.telemetry.timeline.Stories;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: the Java API for an application that embeds Lifeline.
 *
 * <pre>{@code
 * try (Node node = Node.start(ConfigLayers.layered(ConfigFactory.empty(), mySettings))) {
 *   node.gateway().tell(new GatewayCommand.PushToUser("alice", json, node.system().ignoreRef()));
 * }
 * }</pre>
 *
 * <p>One at a time in a JVM, since its telemetry is one for the JVM. Thread-safe.
 */
public final class Node implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Node.class);
  private static final Duration START_WITHIN = Duration.ofSeconds(30);
  private static final Duration DRAIN_GRACE = Duration.ofSeconds(5);

  private final ActorSystem<NodeGuardian.Command> system;
  private final NodeGuardian.Started started;
  private final KamonTelemetry telemetry;
  private final Duration drainWithin;
  private final EndBoard end;
  private final Object drainLock = new Object();
  private @Nullable CompletionStage<Lifecycle.Drained> draining;

  private Node(
      ActorSystem<NodeGuardian.Command> system,
      NodeGuardian.Started started,
      KamonTelemetry telemetry,
      Duration drainWithin,
      EndBoard end) {
    this.system = system;
    this.started = started;
    this.telemetry = telemetry;
    this.drainWithin = drainWithin;
    this.end = end;
  }

  /**
   * Starts a node and returns when it serves.
   *
   * @param config everything, as {@link io.lifeline.edge.settings.ConfigLayers} puts it together
   * @throws io.lifeline.telemetry.settings.InvalidSettings before anything is started
   * @throws StartFailure if an address cannot be listened to, or the cluster cannot be joined;
   *     nothing is left running
   */
  public static Node start(Config config) {
    return start(config, UnaryOperator.identity());
  }

  /**
   * As {@link #start(Config)}, with connections made in another way.
   *
   * @param connections wraps how the node makes its connections
   */
  public static Node start(Config config, UnaryOperator<ConnectionFactory> connections) {
    NodeSettings settings = NodeSettings.from(config);
    KamonTelemetry telemetry = KamonTelemetry.start(config);
    LOG.info("settings: {}", settings);
    warnOfEavesdroppers(settings);
    NodeParts parts =
        new NodeParts(
            settings,
            telemetry.events(),
            new ResourceLedger(),
            new Stories(settings.telemetry().stories(), Clock.systemUTC()),
            telemetry.exported(),
            name -> telemetry.tracing(settings.telemetry().tracing(), name),
            connections,
            new EndBoard());
    ActorSystem<NodeGuardian.Command> system = system(parts, telemetry);
    telemetry.observe(system);
    try {
      NodeGuardian.Started started =
          AskPattern.askWithStatus(
                  system,
                  NodeGuardian.Start::new,
                  START_WITHIN.plus(settings.cluster().joinWithin()),
                  system.scheduler())
              .toCompletableFuture()
              .join();
      Duration drainWithin =
          settings
              .supervision()
              .drain()
              .deadline()
              .plus(settings.cluster().leaveWithin())
              .plus(DRAIN_GRACE);
      return new Node(system, started, telemetry, drainWithin, parts.end());
    } catch (CompletionException e) {
      parts.end().begin();
      system.terminate();
      Termination.await(system, parts.end().begun(), Termination.WITHIN);
      telemetry.stop();
      throw e.getCause() instanceof StartFailure problem
          ? problem
          : new StartFailure("the node did not start", e);
    }
  }

  private static ActorSystem<NodeGuardian.Command> system(
      NodeParts parts, KamonTelemetry telemetry) {
    try {
      return NodeSystem.create(NodeGuardian.create(parts), parts.settings());
    } catch (StartFailure e) {
      telemetry.stop();
      throw e;
    }
  }

  private static void warnOfEavesdroppers(NodeSettings settings) {
    EdgeSettings edge = settings.edge();
    if (settings.isClusterOpenToAll()) {
      LOG.warn(
          "NO TLS BETWEEN NODES: whoever reaches the cluster's port at [{}] can do anything to this"
              + " node; set lifeline.cluster.tls, or keep it in a network of the nodes' own",
          settings.cluster().listensTo());
    }
    if (edge.isOpenToEavesdroppers()) {
      LOG.warn(
          "NO TLS: others reach this node at [{}], and tokens, API keys and messages can be read on"
              + " the way; set lifeline.edge.tls, or put a proxy that speaks TLS in front of it",
          edge.host());
    }
  }

  /** Takes what a back end wants pushed. */
  public ActorRef<GatewayCommand> gateway() {
    return started.gateway();
  }

  /** The node's actor system, for asking the gateway; the node ends it. */
  public ActorSystem<?> system() {
    return system;
  }

  public Addresses addresses() {
    return started.addresses();
  }

  /** Looks at the TLS files now instead of soon; does nothing without TLS. */
  public void reloadCertificates() {
    started.certificates().ifPresent(watch -> watch.tell(CertificateWatch.Reload.INSTANCE));
  }

  /**
   * Stops accepting, closes every connection with a hint to come back, leaves the cluster, and ends
   * the node. Asking again changes nothing.
   *
   * @return completes when the node is out of the cluster, at the latest soon after the drain's
   *     deadline and {@code lifeline.cluster.leave-within}
   */
  public CompletionStage<Lifecycle.Drained> drain() {
    synchronized (drainLock) {
      if (draining == null) {
        draining = beginDraining();
      }
      return draining;
    }
  }

  private CompletionStage<Lifecycle.Drained> beginDraining() {
    return AskPattern.ask(system, NodeGuardian.Drain::new, drainWithin, system.scheduler());
  }

  /**
   * Waits until the node has ended; its actors have fifteen seconds for that once they are told to.
   *
   * @return why it did
   */
  public NodeEnd awaitEnd() {
    Termination.await(system, end.begun(), Termination.WITHIN);
    telemetry.stop();
    return end.end();
  }

  /** Drains the node and waits for its end. */
  @Override
  public void close() {
    if (!system.getWhenTerminated().toCompletableFuture().isDone()) {
      drain()
          .whenComplete(
              (result, failure) -> {
                if (failure != null) {
                  LOG.warn("the node did not drain; stopping it", failure);
                  end.begin();
                  system.terminate();
                }
              });
    }
    awaitEnd();
  }
}
