package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.supervision.MovableClock;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;
import io.lifeline.supervision.gateway.GatewayCommand.Published;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Gateway and hub together, with probes for connections, writers and publishers. */
class ChannelsTest {
  private static final int MAX_CHANNELS = 4;
  private static final int MAX_CHANNELS_OF_CONNECTION = 3;
  private static final ByteString DATA = ByteString.fromString("{\"n\":1}");

  private final ActorTestKit kit = PatientTestKit.create();
  private final RecordingEventSink events = new RecordingEventSink();
  private final ResourceLedger ledger = new ResourceLedger();
  private final FakeDialect dialect = new FakeDialect("one");
  private final ChannelSettings settings =
      new ChannelSettings(MAX_CHANNELS, 100, Duration.ofHours(1), 32, 5);
  private final ActorRef<Hub.Command> hub =
      kit.spawn(Hub.create("node", MAX_CHANNELS, MAX_CHANNELS_OF_CONNECTION, ledger));
  private final ActorRef<Object> gateway =
      kit.spawn(
          Gateway.create(
              settings,
              new InMemoryChannelStore(settings, new MovableClock(), "life"),
              hub,
              events));
  private final TestProbe<ConnectionActor.ChannelAnswered> answers = kit.createTestProbe();
  private final TestProbe<GatewayCommand.PublishReply> publisher = kit.createTestProbe();
  private final TestProbe<GatewayCommand.DisconnectReply> disconnecter = kit.createTestProbe();
  private int connections;

  /** An open connection whose actor and writer are in the hands of the test. */
  private record Peer(
      ConnectionId id,
      TestProbe<ConnectionActor.Command> connection,
      TestProbe<Writer.Command> writer) {}

  @BeforeEach
  void nothingIsHeld() {
    assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isZero();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void subscribersGetAPublicationAndOthersDoNot() {
    Peer alice = open("alice", "news");
    Peer bob = open("bob", "sports");

    assertThat(publish("news")).isEqualTo(new Published(1, "life.1", 1));

    alice
        .writer()
        .expectMessage(
            new Writer.Deliver("news", FrameEncoder.text(ByteString.fromString("one:{\"n\":1}"))));
    bob.writer().expectNoMessage(Duration.ofMillis(50));
    assertThat(events.value(Metric.PUBLISHED)).isEqualTo(1);
  }

  @Test
  void publicationWithoutSubscribersGetsItsPositionAndReachesNoNode() {
    assertThat(publish("news")).isEqualTo(new Published(1, "life.1", 0));
    assertThat(publish("news")).isEqualTo(new Published(2, "life.1", 0));
    assertThat(dialect.encodings).isZero();
  }

  @Test
  void frameIsEncodedOnceForEachDialectAndSharedByItsReceivers() {
    FakeDialect other = new FakeDialect("two");
    Peer first = open("a", dialect, "news");
    Peer second = open("b", other, "news");
    Peer third = open("c", dialect, "news");
    Peer fourth = open("d", other, "news");

    publish("news");

    Writer.Command one = first.writer().receiveMessage();
    Writer.Command two = second.writer().receiveMessage();
    assertThat(third.writer().receiveMessage()).isSameAs(one);
    assertThat(fourth.writer().receiveMessage()).isSameAs(two);
    assertThat(((Writer.Deliver) two).frame().utf8String()).contains("two:");
    assertThat(dialect.encodings).isEqualTo(1);
    assertThat(other.encodings).isEqualTo(1);
  }

  @Test
  void publicationIsCompressedOnceForAllWhoAgreedToTheSame() {
    Compression compression = new Compression(new CompressionSettings(true, 0, 6, 0, 15), events);
    Deflation wide = compression.negotiate(List.of("permessage-deflate")).deflation();
    Deflation narrow =
        compression.negotiate(List.of("permessage-deflate; server_max_window_bits=9")).deflation();
    Peer first = open("a", dialect, wide, "news");
    Peer second = open("b", dialect, narrow, "news");
    Peer third = open("c", dialect, Deflation.NONE, "news");
    Peer fourth = open("d", dialect, wide, "news");
    Peer fifth = open("e", dialect, Deflation.NONE, "news");
    Peer sixth = open("f", dialect, narrow, "news");

    gateway.tell(
        new GatewayCommand.Publish(
            "news", ByteString.fromString('"' + "x".repeat(28) + '"'), publisher.getRef()));

    Writer.Deliver one = first.writer().expectMessageClass(Writer.Deliver.class);
    Writer.Deliver two = second.writer().expectMessageClass(Writer.Deliver.class);
    Writer.Deliver three = third.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(fourth.writer().receiveMessage()).isSameAs(one);
    assertThat(sixth.writer().receiveMessage()).isSameAs(two).isNotSameAs(one);
    assertThat(fifth.writer().receiveMessage()).isSameAs(three);
    assertThat(one.frame().length()).isLessThan(20);
    assertThat(two.frame().length()).isLessThan(20);
    assertThat(three.frame().length()).isGreaterThan(30);
    assertThat(dialect.encodings).as("of the payload").isEqualTo(1);
  }

  @Test
  void pushToAUserReachesEachOfItsConnections() {
    Peer phone = open("alice", "news");
    Peer laptop = open("alice", "news");
    Peer bob = open("bob", "news");

    gateway.tell(new GatewayCommand.PushToUser("alice", DATA, publisher.getRef()));

    assertThat(publisher.receiveMessage()).isEqualTo(new Published(1, "life.1", 1));
    assertThat(phone.writer().expectMessageClass(Writer.Deliver.class).channel())
        .isEqualTo("#alice");
    laptop.writer().expectMessageClass(Writer.Deliver.class);
    bob.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void badPublicationsAreTurnedDownWithTheirCode() {
    assertThat(publish("")).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("a b")).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("x".repeat(256))).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("news", "\"" + "x".repeat(31) + "\""))
        .isEqualTo(new NotPublished(107, "data: 33 bytes (expected: 1..32)"));
    assertThat(publish("news", "")).isEqualTo(notPublished(107, "empty"));
    assertThat(publish("news", "1\n2")).isEqualTo(notPublished(107, "line"));
    gateway.tell(new GatewayCommand.PushToUser("", DATA, publisher.getRef()));
    assertThat(publisher.receiveMessage()).isEqualTo(notPublished(107, "user"));
    assertThat(events.value(Metric.PUBLISHED)).isZero();
  }

  @Test
  void broadcastIsAnsweredInTheOrderOfItsChannels() {
    open("alice", "b");
    TestProbe<GatewayCommand.BroadcastReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.Broadcast(List.of("a", "b", "no name"), DATA, asker.getRef()));

    assertThat(asker.receiveMessage().replies())
        .containsExactly(
            new Published(1, "life.1", 0),
            new Published(1, "life.2", 1),
            notPublished(107, "channel"));
  }

  @Test
  void broadcastToTooManyChannelsReachesNone() {
    Peer alice = open("alice", "a");
    TestProbe<GatewayCommand.BroadcastReply> asker = kit.createTestProbe();

    gateway.tell(
        new GatewayCommand.Broadcast(List.of("a", "b", "c", "d", "e", "f"), DATA, asker.getRef()));

    assertThat(asker.receiveMessage().replies())
        .hasSize(6)
        .allSatisfy(reply -> assertThat(((NotPublished) reply).code()).isEqualTo(106));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void joiningAndLeavingAreAnsweredAndTakeEffect() {
    Peer alice = open("alice");

    assertThat(join(alice, "news")).isEqualTo(new ChannelOutcome.Joined("news"));
    publish("news");
    alice.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(join(alice, "news")).isEqualTo(rejected(105));
    assertThat(leave(alice, "news")).isEqualTo(new ChannelOutcome.Left("news"));
    assertThat(publish("news")).isEqualTo(new Published(2, "life.1", 0));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void limitsAndNamesOfChannelsAreChecked() {
    Peer alice = open("alice", "1", "2", "3");
    Peer bob = open("bob", "4");

    assertThat(join(alice, "4")).isEqualTo(rejected(106));
    assertThat(join(bob, "5")).isEqualTo(rejected(106));
    assertThat(join(bob, "1")).isEqualTo(new ChannelOutcome.Joined("1"));
    assertThat(join(bob, "#alice")).isEqualTo(rejected(103));
    assertThat(leave(bob, "#bob")).isEqualTo(rejected(103));
    assertThat(join(bob, "no name")).isEqualTo(rejected(107));
    assertThat(join(new Peer(new ConnectionId("nobody"), bob.connection(), bob.writer()), "1"))
        .isEqualTo(rejected(100));
  }

  @Test
  void connectionThatCannotHaveItsFirstChannelsEnds() {
    open("alice", "1", "2", "3");
    open("bob", "4");

    Peer late = open("carol", "5");

    Ending ending = late.connection().expectMessageClass(ConnectionActor.End.class).ending();
    assertThat(ending.reason()).isEqualTo(CloseReason.REFUSED);
    assertThat(ending.code()).isEqualTo(1013);
  }

  @Test
  void connectionHearsItsOwnPublicationAfterItsSubscription() {
    Peer alice = open("alice");
    channels().tell(new ChannelRequest.Join(alice.id(), "chat", 1, answers.getRef()));
    channels().tell(new ChannelRequest.Publish(alice.id(), "chat", DATA, 2, answers.getRef()));

    alice.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(List.of(answers.receiveMessage(), answers.receiveMessage()))
        .containsExactlyInAnyOrder(
            new ConnectionActor.ChannelAnswered(1, new ChannelOutcome.Joined("chat")),
            new ConnectionActor.ChannelAnswered(
                2, new ChannelOutcome.Published("chat", 1, "life.1")));
  }

  @Test
  void disconnectEndsEveryConnectionOfAUserOrOneOfThem() {
    Ending kick = new Ending(CloseReason.KICKED, 3503, "bye");
    Peer phone = open("alice");
    Peer laptop = open("alice");
    Peer bob = open("bob");

    gateway.tell(new GatewayCommand.DisconnectUser("alice", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(2));
    phone.connection().expectMessage(new ConnectionActor.End(kick));
    laptop.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(bob.id().value(), kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    bob.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(new GatewayCommand.DisconnectConnection("none", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(0));
  }

  @Test
  void disconnectSparesWhoIsExceptedAndWhoIsAnotherUsers() {
    Ending kick = Ending.of(CloseReason.KICKED);
    Peer phone = open("alice");
    Peer laptop = open("alice");

    gateway.tell(
        new GatewayCommand.DisconnectUser(
            "alice", Set.of(laptop.id().value()), kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    phone.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(
            laptop.id().value(), "bob", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(0));
    laptop.connection().expectNoMessage(Duration.ofMillis(50));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(
            laptop.id().value(), "alice", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    laptop.connection().expectMessage(new ConnectionActor.End(kick));
  }

  @Test
  void endedConnectionIsForgotten() {
    Peer alice = open("alice", "news");
    open("alice", "news");
    awaitEntries(2);

    alice.connection().stop();

    awaitEntries(1);
    assertThat(info()).isEqualTo(new GatewayCommand.InfoReply("node", 1, 1, 2, 2));
  }

  @Test
  void listShowsNoMoreThanWasAskedFor() {
    open("alice");
    open("bob");
    open("carol");
    TestProbe<Hub.Listed> asker = kit.createTestProbe();
    awaitEntries(3);

    hub.tell(new Hub.ListConnections(2, asker.getRef()));
    assertThat(asker.receiveMessage())
        .satisfies(listed -> assertThat(listed.connections()).hasSize(2))
        .satisfies(listed -> assertThat(listed.total()).isEqualTo(3));
    hub.tell(new Hub.ListConnections(0, asker.getRef()));
    assertThat(asker.receiveMessage().connections()).isEmpty();
  }

  @Test
  void stoppedHubHoldsNothing() {
    open("alice");
    awaitEntries(1);

    kit.stop(hub);

    assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isZero();
  }

  private Peer open(String user, String... channels) {
    return open(user, dialect, channels);
  }

  private Peer open(String user, FakeDialect spoken, String... channels) {
    return open(user, spoken, Deflation.NONE, channels);
  }

  private Peer open(String user, FakeDialect spoken, Deflation deflation, String... channels) {
    connections++;
    Peer peer =
        new Peer(new ConnectionId("c" + connections), kit.createTestProbe(), kit.createTestProbe());
    Subscriber subscriber =
        new Subscriber(
            peer.id(), user, spoken, deflation, peer.connection().getRef(), peer.writer().getRef());
    channels().tell(new ChannelRequest.Register(subscriber, List.of(channels)));
    return peer;
  }

  private ActorRef<ChannelRequest> channels() {
    return gateway.narrow();
  }

  private ChannelOutcome join(Peer peer, String channel) {
    channels().tell(new ChannelRequest.Join(peer.id(), channel, 7, answers.getRef()));
    return outcome();
  }

  private ChannelOutcome leave(Peer peer, String channel) {
    channels().tell(new ChannelRequest.Leave(peer.id(), channel, 7, answers.getRef()));
    return outcome();
  }

  /** The outcome; a rejection without its text, which tests of codes do not care for. */
  private ChannelOutcome outcome() {
    ConnectionActor.ChannelAnswered answered = answers.receiveMessage();
    assertThat(answered.requestId()).isEqualTo(7);
    return answered.outcome() instanceof ChannelOutcome.Rejected rejected
        ? rejected(rejected.code())
        : answered.outcome();
  }

  private static ChannelOutcome rejected(int code) {
    return new ChannelOutcome.Rejected(code, "");
  }

  private GatewayCommand.PublishReply publish(String channel) {
    return publish(channel, DATA.utf8String());
  }

  private GatewayCommand.PublishReply publish(String channel, String json) {
    gateway.tell(
        new GatewayCommand.Publish(channel, ByteString.fromString(json), publisher.getRef()));
    return publisher.receiveMessage();
  }

  private static NotPublished notPublished(int code, String about) {
    return switch (about) {
      case "channel" -> Rejection.notPublished(Rejection.badName());
      case "user" -> new NotPublished(code, "user: not a name (expected: 1..255 characters)");
      case "empty" -> new NotPublished(code, "data: 0 bytes (expected: 1..32)");
      default -> new NotPublished(code, "data: has a line break (expected: one line)");
    };
  }

  private GatewayCommand.InfoReply info() {
    TestProbe<GatewayCommand.InfoReply> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Info(asker.getRef()));
    return asker.receiveMessage();
  }

  private void awaitEntries(long count) {
    publisher.awaitAssert(
        () -> {
          assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isEqualTo(count);
          return Done.getInstance();
        });
  }
}
