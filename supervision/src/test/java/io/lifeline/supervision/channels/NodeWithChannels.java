package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Position;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.connections.ConnectionIds;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.PublishReply;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.timeline.StoriesSettings;
import io.lifeline.telemetry.tracing.NoTracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;

/** The channels of one node of a test's cluster. For one thread. */
final class NodeWithChannels {
  private static final PlainDialect DIALECT = new PlainDialect();
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final Duration AGAIN = Duration.ofMillis(20);

  private final ActorTestKit kit;
  private final NodeChannels channels;
  private final ActorRef<Object> gateway;
  private final TestProbe<PublishReply> publisher;
  private static final AtomicInteger CONNECTIONS = new AtomicInteger();

  /** An open connection; what it hears has been listened to up to now. */
  static final class Peer {
    final String id;
    final HeardByClient heard = new HeardByClient();
    final TestProbe<ConnectionActor.Command> connection;
    private final Queue<Writer.Command> told = new ConcurrentLinkedQueue<>();
    private final ActorRef<Writer.Command> writer;

    private Peer(ActorTestKit kit, String id) {
      this.id = id;
      connection = kit.createTestProbe();
      writer =
          kit.spawn(
              Behaviors.receiveMessage(
                  command -> {
                    told.add(command);
                    return Behaviors.same();
                  }));
    }

    HeardByClient listen() {
      heard.listen(told);
      return heard;
    }
  }

  NodeWithChannels(TestCluster.Node node) {
    this(node, TestNamespaces.none());
  }

  NodeWithChannels(TestCluster.Node node, Namespaces namespaces) {
    kit = node.kit();
    publisher = kit.createTestProbe();
    TestProbe<NodeChannels> spawned = kit.createTestProbe();
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    NodeEnvironment environment =
        new NodeEnvironment(
            new RecordingEventSink(),
            new ResourceLedger(),
            new Stories(new StoriesSettings(10, 10), Clock.systemUTC()),
            Clock.systemUTC(),
            random,
            new ConnectionIds(random),
            NoTracing.INSTANCE);
    ChannelSettings settings =
        new ChannelSettings(
            1000,
            true,
            new ChannelSettings.Publishing(1 << 16, 100, 10_000, 1000),
            new ChannelSettings.Memory(
                1000, Duration.ofHours(1), 1 << 24, 10_000, Duration.ofMinutes(5)),
            namespaces,
            TestNamespaces.replica());
    kit.spawn(
        Behaviors.setup(
            context -> {
              spawned.getRef().tell(NodeChannels.spawn(context, settings, 100, environment));
              return Behaviors.empty();
            }),
        "channels");
    channels = spawned.receiveMessage();
    gateway = channels.gateway();
  }

  ActorTestKit kit() {
    return kit;
  }

  /** Gives the channels that live here to the other nodes. */
  void handOver() {
    channels.handOver().apply(PATIENCE).toCompletableFuture().join();
  }

  void tell(GatewayCommand command) {
    gateway.tell(command);
  }

  /** Opens a connection, and returns when it is in all of its channels. */
  Peer open(String user, Map<String, @Nullable Position> channels) {
    Peer peer = register(user, channels);
    peer.connection.awaitAssert(
        PATIENCE,
        AGAIN,
        () -> {
          assertThat(peer.listen().joined()).containsAll(channels.keySet()).contains("#" + user);
          return null;
        });
    return peer;
  }

  /** Opens a connection, which is in its channels some time later. */
  Peer register(String user, Map<String, @Nullable Position> channels) {
    Peer peer = new Peer(kit, "c" + CONNECTIONS.incrementAndGet());
    Subscriber subscriber =
        new Subscriber(
            new ConnectionId(peer.id),
            user,
            DIALECT,
            Deflation.NONE,
            peer.connection.getRef(),
            peer.writer);
    channels.forEach((channel, since) -> peer.heard.comesWith(channel, since));
    gateway.tell(
        new ChannelRequest.Register(
            subscriber,
            channels.entrySet().stream()
                .map(entry -> new ChannelRequest.Wanted(entry.getKey(), entry.getValue()))
                .toList()));
    return peer;
  }

  PublishReply publish(String channel, String json) {
    return publish(channel, json, "");
  }

  PublishReply publish(String channel, String json, String key) {
    gateway.tell(
        new GatewayCommand.Publish(channel, ByteString.fromString(json), key, publisher.getRef()));
    return publisher.receiveMessage();
  }
}
