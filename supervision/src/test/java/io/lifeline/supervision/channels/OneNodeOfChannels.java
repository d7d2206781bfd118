package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Position;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.supervision.MovableClock;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.tracing.RecordingTracing;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Gateway and hub of one node together, with probes for connections, writers and publishers. */
abstract class OneNodeOfChannels {
  private static final int MAX_CHANNELS = 4;
  private static final int MAX_CHANNELS_OF_CONNECTION = 3;
  static final ByteString DATA = ByteString.fromString("{\"n\":1}");

  final ActorTestKit kit = PatientTestKit.create();
  final RecordingEventSink events = new RecordingEventSink();
  final RecordingTracing tracing = new RecordingTracing();
  final ResourceLedger ledger = new ResourceLedger();
  final FakeDialect dialect = new FakeDialect("one");
  private final MovableClock clock = new MovableClock();
  final MovableClock timeOfDay = new MovableClock();
  final ChannelSettings settings =
      new ChannelSettings(
          MAX_CHANNELS,
          false,
          new ChannelSettings.Publishing(32, 5, 100, 50),
          new ChannelSettings.Memory(100, Duration.ofHours(1), 1 << 20, 10, Duration.ofMinutes(5)),
          TestNamespaces.with("lobby:", Who.ANYONE),
          TestNamespaces.replica());
  final LocalChannels entities =
      new LocalChannels(kit, new ChannelKeeping(settings, clock, events, "life", tracing, null));
  final ActorRef<Object> hubActor =
      kit.spawn(
          Hub.create(
              new Hub.Setup(
                  "node",
                  MAX_CHANNELS,
                  MAX_CHANNELS_OF_CONNECTION,
                  false,
                  entities,
                  settings.namespaces(),
                  clock,
                  timeOfDay,
                  events,
                  ledger,
                  tracing)));
  final ActorRef<Hub.Command> hub = hubActor.narrow();
  final ActorRef<Object> gateway =
      kit.spawn(
          Gateway.create(
              settings, entities, hubActor, () -> 0, new Gateway.Times(clock, timeOfDay), tracing));
  final TestProbe<GatewayCommand.PublishReply> publisher = kit.createTestProbe();
  private int connections;

  /** An open connection whose actor and writer are in the hands of the test. */
  record Peer(
      ConnectionId id,
      TestProbe<ConnectionActor.Command> connection,
      TestProbe<Writer.Command> writer) {}

  @BeforeEach
  void nothingIsHeldAndTheGatewayHasFoundTheHub() {
    assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isZero();
    publisher.awaitAssert(
        () -> {
          assertThat(info().nodes()).hasSize(1);
          return Done.getInstance();
        });
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  Peer open(String user, String... channels) {
    return open(user, dialect, channels);
  }

  Peer open(String user, FakeDialect spoken, String... channels) {
    return open(user, spoken, Deflation.NONE, channels);
  }

  /** A connection that is greeted. */
  Peer open(String user, FakeDialect spoken, Deflation deflation, String... channels) {
    ChannelRequest.Wanted[] wanted =
        List.of(channels).stream()
            .map(OneNodeOfChannels::wanted)
            .toArray(ChannelRequest.Wanted[]::new);
    Peer peer = register(user, spoken, deflation, wanted);
    peer.connection().expectMessage(new ConnectionActor.Greeted(List.of(channels)));
    greeted(peer);
    return peer;
  }

  Peer register(
      String user, FakeDialect spoken, Deflation deflation, ChannelRequest.Wanted... wanted) {
    connections++;
    Peer peer =
        new Peer(new ConnectionId("c" + connections), kit.createTestProbe(), kit.createTestProbe());
    Subscriber subscriber =
        new Subscriber(
            peer.id(), user, spoken, deflation, peer.connection().getRef(), peer.writer().getRef());
    channels().tell(new ChannelRequest.Register(subscriber, List.of(wanted)));
    return peer;
  }

  static ChannelRequest.Wanted wanted(String channel) {
    return new ChannelRequest.Wanted(channel, null);
  }

  /** What a peer is greeted with. */
  static String greeted(Peer peer) {
    Writer.Greet greet = peer.writer().expectMessageClass(Writer.Greet.class);
    return FakeDialect.hello(greet.channels(), greet.joined());
  }

  /** What a peer alone is told next. */
  static String said(Peer peer) {
    return text(peer.writer().expectMessageClass(Writer.Send.class).frame());
  }

  /** The publication that a peer gets next. */
  static String heard(Peer peer) {
    return text(peer.writer().expectMessageClass(Writer.Deliver.class).frame());
  }

  /** Of a frame of less than 126 bytes. */
  static String text(ByteString frame) {
    return frame.drop(2).utf8String();
  }

  ActorRef<ChannelRequest> channels() {
    return gateway.narrow();
  }

  static Position position(GatewayCommand.PublishReply reply) {
    Published done = (Published) reply;
    return new Position(done.epoch(), done.offset());
  }

  GatewayCommand.PublishReply pushToAlice() {
    gateway.tell(new GatewayCommand.PushToUser("alice", DATA, publisher.getRef()));
    return publisher.receiveMessage();
  }

  static Consumer<GatewayCommand.PublishReply> published(long offset, int nodes) {
    return reply ->
        assertThat(reply)
            .isInstanceOfSatisfying(
                Published.class,
                done -> {
                  assertThat(done.offset()).isEqualTo(offset);
                  assertThat(done.nodes()).isEqualTo(nodes);
                });
  }

  GatewayCommand.PublishReply publish(String channel) {
    return publish(channel, DATA.utf8String());
  }

  GatewayCommand.PublishReply publish(String channel, String json) {
    gateway.tell(
        new GatewayCommand.Publish(channel, ByteString.fromString(json), publisher.getRef()));
    return publisher.receiveMessage();
  }

  GatewayCommand.InfoReply info() {
    TestProbe<GatewayCommand.InfoReply> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Info(asker.getRef()));
    return asker.receiveMessage();
  }

  void awaitEntries(long count) {
    publisher.awaitAssert(
        () -> {
          assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isEqualTo(count);
          return Done.getInstance();
        });
  }
}
