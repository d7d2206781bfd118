package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
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
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.jspecify.annotations.Nullable;
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
  private final MovableClock clock = new MovableClock();
  private final ChannelSettings settings =
      new ChannelSettings(
          MAX_CHANNELS,
          false,
          new ChannelSettings.Publishing(32, 5, 100, 50),
          new ChannelSettings.Memory(100, Duration.ofHours(1), 1 << 20, 10, Duration.ofMinutes(5)),
          TestNamespaces.with("lobby:", Who.ANYONE),
          TestNamespaces.replica());
  private final LocalChannels entities =
      new LocalChannels(kit, new ChannelKeeping(settings, clock, events, "life"));
  private final ActorRef<Object> hubActor =
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
                  ledger)));
  private final ActorRef<Hub.Command> hub = hubActor.narrow();
  private final ActorRef<Object> gateway =
      kit.spawn(Gateway.create(settings, entities, hub, clock));
  private final TestProbe<GatewayCommand.PublishReply> publisher = kit.createTestProbe();
  private final TestProbe<GatewayCommand.DisconnectReply> disconnecter = kit.createTestProbe();
  private int connections;

  /** An open connection whose actor and writer are in the hands of the test. */
  private record Peer(
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

  @Test
  void subscribersGetAPublicationAndOthersDoNot() {
    Peer alice = open("alice", "news");
    Peer bob = open("bob", "sports");

    assertThat(publish("news")).satisfies(published(1, 1));

    alice
        .writer()
        .expectMessage(
            new Writer.Deliver("news", FrameEncoder.text(ByteString.fromString("one:{\"n\":1}"))));
    bob.writer().expectNoMessage(Duration.ofMillis(50));
    assertThat(events.value(Metric.PUBLISHED)).isEqualTo(1);
  }

  @Test
  void publicationWithoutSubscribersGetsItsPositionAndReachesNoNode() {
    assertThat(publish("news")).satisfies(published(1, 0));
    assertThat(publish("news")).satisfies(published(2, 0));
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

    assertThat(publisher.receiveMessage()).satisfies(published(1, 1));
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
        .satisfiesExactly(
            published(1, 0),
            published(1, 1),
            reply -> assertThat(reply).isEqualTo(notPublished(107, "channel")));
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

    assertThat(join(alice, "news")).isEqualTo("news 0 NOT_ASKED");
    publish("news");
    alice.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(join(alice, "news")).isEqualTo("rejected 105");
    assertThat(leave(alice, "news")).isEqualTo("left news");
    assertThat(publish("news")).satisfies(published(2, 0));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void limitsAndNamesOfChannelsAreChecked() {
    Peer alice = open("alice", "1", "2", "3");
    Peer bob = open("bob", "4");

    assertThat(join(alice, "4")).isEqualTo("rejected 106");
    assertThat(join(bob, "5")).isEqualTo("rejected 106");
    assertThat(join(bob, "1")).isEqualTo("1 0 NOT_ASKED");
    assertThat(join(bob, "#alice")).isEqualTo("rejected 103");
    assertThat(leave(bob, "#bob")).isEqualTo("rejected 103");
    assertThat(join(bob, "no name")).isEqualTo("rejected 107");
    assertThat(join(new Peer(new ConnectionId("nobody"), bob.connection(), bob.writer()), "1"))
        .isEqualTo("rejected 100");
  }

  @Test
  void connectionThatCannotHaveItsFirstChannelsEnds() {
    open("alice", "1", "2", "3");
    open("bob", "4");

    Peer late = register("carol", dialect, Deflation.NONE, wanted("5"));

    Ending ending = late.connection().expectMessageClass(ConnectionActor.End.class).ending();
    assertThat(ending.reason()).isEqualTo(CloseReason.REFUSED);
    assertThat(ending.code()).isEqualTo(1013);
  }

  @Test
  void connectionHearsItsOwnPublicationOnceItsSubscriptionIsAnswered() {
    Peer alice = open("alice");
    join(alice, "chat");

    channels()
        .tell(
            new ChannelRequest.Publish(
                alice.id(), "chat", DATA, "", 2, alice.connection().getRef().narrow()));

    alice.writer().expectMessageClass(Writer.Deliver.class);
    ConnectionActor.ChannelAnswered answered =
        alice.connection().expectMessageClass(ConnectionActor.ChannelAnswered.class);
    assertThat(answered.requestId()).isEqualTo(2);
    assertThat(((ChannelOutcome.Published) answered.outcome()).offset()).isEqualTo(1);
  }

  @Test
  void greetingSaysWhereTheChannelsStand() {
    publish("news");
    publish("news");

    Peer alice = register("alice", dialect, Deflation.NONE, wanted("news"), wanted("alerts"));

    assertThat(greeted(alice))
        .isEqualTo(
            "hello [news, alerts] [#alice 0 NOT_ASKED, alerts 0 NOT_ASKED, news 2 NOT_ASKED]");
    alice.connection().expectMessage(new ConnectionActor.Greeted(List.of("news", "alerts")));
  }

  @Test
  void whoHasMissedNothingIsToldSoInItsGreeting() {
    Position news = position(publish("news"));
    Position own = position(pushToAlice());

    Peer alice =
        register(
            "alice",
            dialect,
            Deflation.NONE,
            new ChannelRequest.Wanted("news", news),
            new ChannelRequest.Wanted("#alice", own));

    assertThat(greeted(alice)).isEqualTo("hello [news] [#alice 1 RECOVERED, news 1 RECOVERED]");
  }

  @Test
  void whoHasMissedSomethingGetsItBehindItsAnswerAndBeforeWhatIsNew() {
    Position first = position(publish("news"));
    publish("news", "2");
    publish("news", "3");

    Peer alice =
        register("alice", dialect, Deflation.NONE, new ChannelRequest.Wanted("news", first));
    assertThat(greeted(alice)).isEqualTo("hello [news] [#alice 0 NOT_ASKED]");
    assertThat(said(alice)).isEqualTo("0 news 3 RECOVERED");
    publish("news", "4");

    assertThat(heard(alice)).isEqualTo("one:2");
    assertThat(heard(alice)).isEqualTo("one:3");
    assertThat(heard(alice)).isEqualTo("one:4");
  }

  @Test
  void joinSinceAPositionRecoversOrSaysThatItDoesNot() {
    Position first = position(publish("news"));
    publish("news", "2");
    Peer alice = open("alice");
    Peer bob = open("bob");

    assertThat(join(alice, "news", first)).isEqualTo("news 2 RECOVERED");
    assertThat(heard(alice)).isEqualTo("one:2");
    assertThat(join(bob, "news", new Position("other", 1))).isEqualTo("news 2 NOT_RECOVERED");
    publish("news", "3");
    assertThat(heard(alice)).isEqualTo("one:3");
    assertThat(heard(bob)).isEqualTo("one:3");
  }

  @Test
  void missedMessagesOfAUserComeAsWell() {
    Position first = position(pushToAlice());
    pushToAlice();

    Peer alice =
        register("alice", dialect, Deflation.NONE, new ChannelRequest.Wanted("#alice", first));

    assertThat(greeted(alice)).isEqualTo("hello [] []");
    assertThat(said(alice)).isEqualTo("0 #alice 2 RECOVERED");
    assertThat(heard(alice)).isEqualTo("one:{\"n\":1}");
  }

  @Test
  void bugOfADialectEndsThoseWhoSpeakItAndNobodyElse() {
    FakeDialect faulty = new FakeDialect("faulty");
    Peer alice = open("alice", faulty, "news");
    Peer bob = open("bob", "news");
    faulty.failing = true;

    publish("news", "1");

    assertThat(heard(bob)).isEqualTo("one:1");
    alice
        .connection()
        .expectMessage(new ConnectionActor.End(Ending.of(CloseReason.INTERNAL_ERROR)));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void movedChannelResetsItsSubscribersAndGoesOn() {
    Peer alice = open("alice", "news");
    Peer bob = open("bob");
    publish("news");
    heard(alice);

    entities.move("news");

    assertThat(said(alice)).isEqualTo("reset news 0");
    assertThat(publish("news", "5")).satisfies(published(1, 1));
    assertThat(heard(alice)).isEqualTo("one:5");
    entities.move("#alice");
    assertThat(said(alice)).isEqualTo("reset #alice 0");
    pushToAlice();
    assertThat(heard(alice)).isEqualTo("one:{\"n\":1}");
    bob.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void channelOfANamespaceThatIsNotThereIsUnknown() {
    assertThat(publish("odd:1")).isEqualTo(new NotPublished(102, "unknown channel"));
    assertThat(publish("lobby:1")).satisfies(published(1, 0));
    assertThat(publish("#alice:1")).satisfies(published(1, 0));
  }

  @Test
  void repetitionIsAnsweredWithThePositionOfTheFirstAndNotDelivered() {
    Peer alice = open("alice", "news");

    assertThat(publishWithKey("k1")).satisfies(published(1, 1));
    assertThat(publishWithKey("k1")).satisfies(published(1, 0));
    assertThat(publishWithKey("k2")).satisfies(published(2, 1));

    heard(alice);
    heard(alice);
    alice.writer().expectNoMessage(Duration.ofMillis(50));
    assertThat(publishWithKey("k".repeat(256)))
        .isInstanceOfSatisfying(
            NotPublished.class, refused -> assertThat(refused.code()).isEqualTo(107));
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
  void backEndLetsAUserIntoAChannelAndOutOfIt() {
    Peer phone = open("alice");
    Peer laptop = open("alice", "news");
    TestProbe<GatewayCommand.SubscriptionReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.SubscribeUser("alice", "news", asker.getRef()));

    asker.expectMessage(new GatewayCommand.SubscriptionReply(1));
    assertThat(said(phone)).isEqualTo("0 news 0 NOT_ASKED");
    phone.connection().expectMessageClass(ConnectionActor.SubscriptionChanged.class);
    publish("news");
    heard(phone);
    heard(laptop);
    gateway.tell(new GatewayCommand.UnsubscribeUser("alice", "news", asker.getRef()));
    asker.expectMessage(new GatewayCommand.SubscriptionReply(2));
    assertThat(publish("news")).satisfies(published(2, 0));
    gateway.tell(new GatewayCommand.SubscribeUser("alice", "#bob", asker.getRef()));
    asker.expectMessage(new GatewayCommand.SubscriptionReply(0));
  }

  @Test
  void newerConnectionReplacesOneThatHasClaimedAndNotOneWhoseClaimIsUnderWay() {
    Peer first = open("alice");
    Peer second = open("alice");
    Peer bob = open("bob");
    ConnectionActor.End replaced = new ConnectionActor.End(Ending.of(CloseReason.REPLACED));

    hubActor.tell(new ChannelEvent.Claimed("#bob", bob.id().value()));
    hubActor.tell(new ChannelEvent.Claimed("#alice", first.id().value()));
    second.connection().expectNoMessage(Duration.ofMillis(50));
    hubActor.tell(new ChannelEvent.Claimed("#alice", second.id().value()));

    first.connection().expectMessage(replaced);
    second.connection().expectNoMessage(Duration.ofMillis(50));
    bob.connection().expectNoMessage(Duration.ofMillis(50));
    hubActor.tell(new ChannelEvent.Claimed("#alice", "of another node"));
    second.connection().expectMessage(replaced);
  }

  @Test
  void presenceNamesAndCountsWhoHearsAChannel() {
    open("alice", "news");
    open("alice", "news");
    open("bob", "news");
    open("carol");

    GatewayCommand.PresenceReply all = presence("news", 10);
    assertThat(all.connections()).isEqualTo(3);
    assertThat(all.users()).isEqualTo(2);
    assertThat(all.present().stream().flatMap(user -> user.connections().stream()).sorted())
        .containsExactly("c1", "c2", "c3");
    assertThat(presence("news", 1).present()).hasSize(1);
    assertThat(presence("news", 0).connections()).isEqualTo(3);
    assertThat(presence("#carol", 10).users()).isEqualTo(1);
  }

  @Test
  void channelsWithSubscribersAreNamed() {
    open("alice", "chat:1", "chat:2", "news");
    open("bob", "chat:1");
    TestProbe<GatewayCommand.ChannelsReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.Channels("chat:*", 10, asker.getRef()));
    assertThat(asker.receiveMessage().channels())
        .containsOnly(entry("chat:1", 2), entry("chat:2", 1));
    gateway.tell(new GatewayCommand.Channels("", 10, asker.getRef()));
    assertThat(asker.receiveMessage().channels()).hasSize(3);
    gateway.tell(new GatewayCommand.Channels("", 1, asker.getRef()));
    assertThat(asker.receiveMessage().channels()).hasSize(1);
  }

  @Test
  void historyIsReadForwardsBackwardsAndSinceAPosition() {
    Position first = position(publish("news", "1"));
    publish("news", "2");
    publish("news", "3");

    assertThat(offsets(history(null, 10, false))).containsExactly(1L, 2L, 3L);
    assertThat(offsets(history(null, 2, true))).containsExactly(3L, 2L);
    assertThat(offsets(history(first, 1, false))).containsExactly(2L);
    assertThat(history(null, 0, false))
        .isEqualTo(new GatewayCommand.Messages(new Position(first.epoch(), 3), List.of()));
    assertThat(history(new Position("other", 1), 1, false))
        .isEqualTo(new GatewayCommand.NoHistory(112, "unrecoverable position"));
  }

  @Test
  void removedHistoryLeavesThePosition() {
    Position first = position(publish("news", "1"));
    TestProbe<GatewayCommand.HistoryReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.RemoveHistory("news", asker.getRef()));

    asker.expectMessage(new GatewayCommand.Messages(first, List.of()));
    assertThat(offsets(history(null, 10, false))).isEmpty();
    assertThat(publish("news", "2")).satisfies(published(2, 0));
  }

  private GatewayCommand.PresenceReply presence(String channel, int limit) {
    TestProbe<GatewayCommand.PresenceAnswer> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Presence(channel, limit, asker.getRef()));
    return (GatewayCommand.PresenceReply) asker.receiveMessage();
  }

  private GatewayCommand.HistoryReply history(
      @Nullable Position since, int limit, boolean reverse) {
    TestProbe<GatewayCommand.HistoryReply> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.History("news", since, limit, reverse, asker.getRef()));
    return asker.receiveMessage();
  }

  private static List<Long> offsets(GatewayCommand.HistoryReply reply) {
    return ((GatewayCommand.Messages) reply)
        .messages().stream().map(GatewayCommand.Message::offset).toList();
  }

  @Test
  void endedConnectionIsForgotten() {
    Peer alice = open("alice", "news");
    open("alice", "news");
    awaitEntries(2);

    alice.connection().stop();

    awaitEntries(1);
    assertThat(info())
        .isEqualTo(
            new GatewayCommand.InfoReply(List.of(new GatewayCommand.NodeInfo("node", 1, 1, 2, 2))));
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

  /** A connection that is greeted. */
  private Peer open(String user, FakeDialect spoken, Deflation deflation, String... channels) {
    ChannelRequest.Wanted[] wanted =
        List.of(channels).stream().map(ChannelsTest::wanted).toArray(ChannelRequest.Wanted[]::new);
    Peer peer = register(user, spoken, deflation, wanted);
    peer.connection().expectMessage(new ConnectionActor.Greeted(List.of(channels)));
    greeted(peer);
    return peer;
  }

  private Peer register(
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

  private static ChannelRequest.Wanted wanted(String channel) {
    return new ChannelRequest.Wanted(channel, null);
  }

  /** What a peer is greeted with. */
  private static String greeted(Peer peer) {
    Writer.Greet greet = peer.writer().expectMessageClass(Writer.Greet.class);
    return FakeDialect.hello(greet.channels(), greet.joined());
  }

  /** What a peer alone is told next. */
  private static String said(Peer peer) {
    return text(peer.writer().expectMessageClass(Writer.Send.class).frame());
  }

  /** The publication that a peer gets next. */
  private static String heard(Peer peer) {
    return text(peer.writer().expectMessageClass(Writer.Deliver.class).frame());
  }

  /** Of a frame of less than 126 bytes. */
  private static String text(ByteString frame) {
    return frame.drop(2).utf8String();
  }

  private ActorRef<ChannelRequest> channels() {
    return gateway.narrow();
  }

  private String join(Peer peer, String channel) {
    return join(peer, channel, null);
  }

  private String join(Peer peer, String channel, @Nullable Position since) {
    channels()
        .tell(
            new ChannelRequest.Join(
                peer.id(),
                new ChannelRequest.Wanted(channel, since),
                7,
                peer.connection().getRef().narrow()));
    String outcome = outcome(peer);
    if (!outcome.startsWith("rejected")) {
      assertThat(said(peer)).isEqualTo("7 " + outcome);
    }
    return outcome;
  }

  private String leave(Peer peer, String channel) {
    channels()
        .tell(new ChannelRequest.Leave(peer.id(), channel, 7, peer.connection().getRef().narrow()));
    return outcome(peer);
  }

  /** The outcome of request 7 in short. */
  private static String outcome(Peer peer) {
    ConnectionActor.Command answer = peer.connection().receiveMessage();
    if (answer instanceof ConnectionActor.ChannelAnswered answered) {
      assertThat(answered.requestId()).isEqualTo(7);
      return "rejected " + ((ChannelOutcome.Rejected) answered.outcome()).code();
    }
    ConnectionActor.SubscriptionChanged changed = (ConnectionActor.SubscriptionChanged) answer;
    assertThat(changed.requestId()).isEqualTo(7);
    if (changed.outcome() instanceof ChannelOutcome.Left left) {
      return "left " + left.channel();
    }
    ChannelOutcome.Joined joined = (ChannelOutcome.Joined) changed.outcome();
    Recovery recovery = joined.recovery();
    return joined.channel() + " " + joined.position().offset() + " " + recovery;
  }

  private static Position position(GatewayCommand.PublishReply reply) {
    Published done = (Published) reply;
    return new Position(done.epoch(), done.offset());
  }

  private GatewayCommand.PublishReply pushToAlice() {
    gateway.tell(new GatewayCommand.PushToUser("alice", DATA, publisher.getRef()));
    return publisher.receiveMessage();
  }

  private GatewayCommand.PublishReply publishWithKey(String key) {
    gateway.tell(new GatewayCommand.Publish("news", DATA, key, publisher.getRef()));
    return publisher.receiveMessage();
  }

  private static Consumer<GatewayCommand.PublishReply> published(long offset, int nodes) {
    return reply ->
        assertThat(reply)
            .isInstanceOfSatisfying(
                Published.class,
                done -> {
                  assertThat(done.offset()).isEqualTo(offset);
                  assertThat(done.nodes()).isEqualTo(nodes);
                });
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
