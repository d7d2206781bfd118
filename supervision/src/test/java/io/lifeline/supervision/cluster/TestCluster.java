package io.lifeline.supervision.cluster;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.settings.SettingsReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.remote.RemoteActorRefProvider;
import org.apache.pekko.remote.transport.ThrottlerTransportAdapter;
import scala.concurrent.Await;

/**
 * A few nodes of one cluster in this JVM, each an actor system with its {@link Membership}, on free
 * ports of the loopback, with shorter periods than in production. Real time.
 *
 * <pre>{@code
 * try (TestCluster cluster = TestCluster.start(3)) {
 *   cluster.kill(2);
 *   cluster.awaitUp(2);
 * }
 * }</pre>
 */
public final class TestCluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Config QUICK =
      ConfigFactory.parseString(
          """
          pekko {
            loglevel = WARNING
            remote.artery.advanced.test-mode = on
            cluster {
              periodic-tasks-initial-delay = 100ms
              gossip-interval = 200ms
              leader-actions-interval = 200ms
              unreachable-nodes-reaper-interval = 200ms
              failure-detector.heartbeat-interval = 500ms
              split-brain-resolver.stable-after = 2s
              down-removal-margin = 500ms
            }
            coordinated-shutdown.run-by-jvm-shutdown-hook = off
            coordinated-shutdown.run-by-actor-system-terminate = off
            actor.testkit.typed {
              single-expect-default = 20s
              default-timeout = 20s
              system-shutdown-default = 30s
            }
          }
          """);

  /** One node; {@code parted} hears if the cluster parts with it, {@code events} count members. */
  public record Node(
      ActorTestKit kit,
      ActorRef<Membership.Command> membership,
      TestProbe<Membership.Parted> parted,
      RecordingEventSink events) {
    /** Where others reach it. */
    public NodeAddress address() {
      return NodeAddress.of(Cluster.get(kit.system()).selfMember().address());
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final String overrides;

  private TestCluster(String overrides) {
    this.overrides = overrides;
  }

  /** Returns when all are up. */
  public static TestCluster start(int nodes) {
    return start(nodes, "");
  }

  /** The same, with more configuration for each node, in HOCON. */
  public static TestCluster start(int nodes, String overrides) {
    TestCluster cluster = new TestCluster(overrides);
    for (int i = 0; i < nodes; i++) {
      cluster.add();
    }
    cluster.awaitUp(nodes);
    return cluster;
  }

  /** One more node, which has joined when this returns. */
  public Node add() {
    String join =
        nodes.isEmpty() ? "" : "lifeline.cluster.join = [\"" + nodes.get(0).address() + "\"]";
    Node node = outside(overrides + "\n" + join);
    nodes.add(node);
    Membership.JoinAnswer answer = join(node);
    if (!(answer instanceof Membership.Joined)) {
      throw new AssertionError("a node did not join: " + answer);
    }
    return node;
  }

  /** A node that nobody has told to join; the caller ends it with its kit. */
  public static Node outside(String overrides) {
    return outside(
        config(overrides),
        system -> CompletableFuture.failedFuture(new AssertionError("nobody is to be found")));
  }

  /** The same, with all of its configuration and a way to find others. */
  public static Node outside(Config config, Discovery discovery) {
    ActorTestKit kit = ActorTestKit.create(NodeAddress.SYSTEM_NAME, config);
    TestProbe<Membership.Parted> parted = kit.createTestProbe();
    SettingsReader reader = SettingsReader.of(config, "lifeline.cluster");
    ClusterSettings settings = ClusterSettings.from(reader);
    RecordingEventSink events = new RecordingEventSink();
    ActorRef<Membership.Command> membership =
        kit.spawn(Membership.create(settings, discovery, parted.getRef(), events), "membership");
    return new Node(kit, membership, parted, events);
  }

  /** What a node is told if it tries to join as it is configured. */
  public static Membership.JoinAnswer join(Node node) {
    return beginToJoin(node).receiveMessage(PATIENCE);
  }

  /** Tells a node to join as it is configured; the probe gets the answer. */
  public static TestProbe<Membership.JoinAnswer> beginToJoin(Node node) {
    TestProbe<Membership.JoinAnswer> answers = node.kit().createTestProbe();
    node.membership().tell(new Membership.Join(answers.getRef()));
    return answers;
  }

  /** Everything that a node of such a cluster is configured with. */
  public static Config config(String overrides) {
    return ConfigFactory.parseString(overrides)
        .withFallback(ConfigFactory.defaultOverrides())
        .withFallback(QUICK)
        .withFallback(ConfigFactory.parseResources("lifeline-defaults.conf"))
        .withFallback(ConfigFactory.defaultReferenceUnresolved())
        .resolve();
  }

  /** By the order in which they were started, from 0, also after one of them is gone. */
  public Node node(int index) {
    return nodes.get(index);
  }

  /** Waits until each node that runs sees so many members, all up and reachable. */
  public void awaitUp(int members) {
    await("all to see " + members + " members", () -> running().allMatch(n -> sees(n, members)));
  }

  /** Waits until a node cannot reach so many members. */
  public void awaitUnreachable(int index, int members) {
    await(
        "node " + index + " to lose " + members,
        () -> Cluster.get(node(index).kit().system()).state().getUnreachable().size() == members);
  }

  /** Stops a node as its sudden death would: it says goodbye to nobody. */
  public void kill(int index) {
    node(index).kit().shutdownTestKit();
  }

  /** Lets a node leave in an orderly way, and stops it. */
  public Membership.Left leave(int index) {
    Node node = node(index);
    TestProbe<Membership.Left> answers = node.kit().createTestProbe();
    node.membership().tell(new Membership.Leave(answers.getRef()));
    Membership.Left left = answers.receiveMessage(PATIENCE);
    kill(index);
    return left;
  }

  /** Nothing passes between the two any more, in either direction. */
  @SuppressWarnings("deprecation")
  public void partition(int one, int other) {
    link(one, other, ThrottlerTransportAdapter.blackholeThrottleMode());
    link(other, one, ThrottlerTransportAdapter.blackholeThrottleMode());
  }

  /** Undoes {@link #partition}. */
  @SuppressWarnings("deprecation")
  public void heal(int one, int other) {
    link(one, other, ThrottlerTransportAdapter.unthrottledThrottleMode());
    link(other, one, ThrottlerTransportAdapter.unthrottledThrottleMode());
  }

  @Override
  public void close() {
    nodes.forEach(node -> node.kit().shutdownTestKit());
  }

  @SuppressWarnings("deprecation") // the command is of the classic transport, and Artery obeys it
  private void link(int from, int to, ThrottlerTransportAdapter.ThrottleMode mode) {
    var system = (ExtendedActorSystem) Adapter.toClassic(node(from).kit().system());
    var transport = ((RemoteActorRefProvider) system.provider()).transport();
    var command =
        new ThrottlerTransportAdapter.SetThrottle(
            node(to).address().toPekko(), ThrottlerTransportAdapter.bothDirection(), mode);
    try {
      Await.result(
          transport.managementCommand(command),
          scala.concurrent.duration.Duration.create(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (Exception e) {
      throw new AssertionError("the link was not changed", e);
    }
  }

  private Stream<Node> running() {
    return nodes.stream()
        .filter(node -> !node.kit().system().getWhenTerminated().toCompletableFuture().isDone());
  }

  private static boolean sees(Node node, int members) {
    var state = Cluster.get(node.kit().system()).state();
    long up =
        StreamSupport.stream(state.getMembers().spliterator(), false)
            .filter(member -> member.status().equals(MemberStatus.up()))
            .count();
    long all = StreamSupport.stream(state.getMembers().spliterator(), false).count();
    return up == members && all == members && state.getUnreachable().isEmpty();
  }

  private void await(String what, BooleanSupplier condition) {
    TestProbe<Void> clock = running().findFirst().orElseThrow().kit().createTestProbe();
    clock.awaitAssert(
        PATIENCE,
        Duration.ofMillis(50),
        () -> {
          if (!condition.getAsBoolean()) {
            throw new AssertionError("waited for " + what);
          }
          return true;
        });
  }
}
