package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Present;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.supervision.MovableClock;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.tracing.NoTracing;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What gateway, hub and channels of one node tell of who is there. */
class PresenceTest {
  private static final Duration SHORTLY = Duration.ofMillis(50);
  private static final Duration TICK = Duration.ofMillis(250);

  private final ActorTestKit kit = PatientTestKit.withManualTime();
  private final ManualTime time = ManualTime.get(kit.system());
  private final MovableClock clock = new MovableClock();
  private final FakeDialect dialect = new FakeDialect("one");
  private final ChannelSettings settings =
      new ChannelSettings(
          100,
          false,
          new ChannelSettings.Publishing(32, 5, 100, 50),
          new ChannelSettings.Memory(100, Duration.ofHours(1), 1 << 20, 10, Duration.ofMinutes(5)),
          TestNamespaces.withPresence(),
          TestNamespaces.replica());
  private final LocalChannels local =
      new LocalChannels(kit, new ChannelKeeping(settings, clock, new RecordingEventSink(), "life"));
  private final AtomicInteger batches = new AtomicInteger();
  private final ActorRef<Object> hub =
      kit.spawn(
          Hub.create(
              new Hub.Setup(
                  "node",
                  100,
                  10,
                  false,
                  this::tellChannel,
                  settings.namespaces(),
                  clock,
                  clock,
                  new RecordingEventSink(),
                  new ResourceLedger(),
                  NoTracing.INSTANCE)));
  private final ActorRef<Object> gateway =
      kit.spawn(
          Gateway.create(
              settings, local, hub, () -> 0, new Gateway.Times(clock, clock), NoTracing.INSTANCE));
  private int connections;

  private record Peer(
      ConnectionId id,
      TestProbe<ConnectionActor.Command> connection,
      TestProbe<Writer.Command> writer) {}

  private void tellChannel(ChannelLog.Command command) {
    if (command instanceof ChannelLog.TellPresence) {
      batches.incrementAndGet();
    }
    local.tell(command);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void subscribersAreToldWhoJoinsAndLeaves() {
    Peer alice = open("alice", "room:1");
    passUntil(alice, "room:1 +[alice/c1] -[]");
    settle();

    Peer bob = open("bob", "room:1");
    passUntil(alice, "room:1 +[bob/c2] -[]");
    assertThat(heard(bob)).isEqualTo("room:1 +[bob/c2] -[]");
    settle();

    bob.connection().stop();
    passUntil(alice, "room:1 +[] -[bob/c2]");
  }

  @Test
  void eventIsEncodedOnceForAllWhoSpeakADialect() {
    Peer alice = open("alice", "room:1");
    passUntil(alice, "room:1 +[alice/c1] -[]");
    settle();
    int before = dialect.encodings;

    Peer bob = open("bob", "room:1");
    pass(Duration.ofMillis(25));
    Writer.Command told = awaitWord(alice);

    assertThat(bob.writer().receiveMessage()).isSameAs(told);
    assertThat(dialect.encodings).isEqualTo(before + 1);
    assertThat(((Writer.Deliver) told).channel())
        .as("must not take the place of a message")
        .isNotEqualTo("room:1");
  }

  @Test
  void othersAreNotTold() {
    Peer alice = open("alice", "desk:1");
    open("bob", "desk:1");
    open("alice");

    pass(Duration.ofSeconds(2));

    alice.writer().expectNoMessage(SHORTLY);
    assertThat(batches).hasValue(0);
  }

  @Test
  void subscribersOfAChannelThatMovesAreToldThatTheyKnowNothing() {
    Peer alice = open("alice", "room:1");
    passUntil(alice, "room:1 +[alice/c1] -[]");

    local.move("room:1");

    assertThat(text(alice.writer().expectMessageClass(Writer.Send.class).frame()))
        .isEqualTo("reset room:1 0");
    assertThat(heard(alice)).isEqualTo("room:1 +[] -[] and more");
  }

  @Test
  void tenThousandWhoJoinTogetherAreToldOfInAFewMessages() {
    int joining = 10_000;
    AtomicInteger delivered = new AtomicInteger();
    ActorRef<Writer.Command> writer =
        kit.spawn(
            Behaviors.receiveMessage(
                command -> {
                  delivered.addAndGet(command instanceof Writer.Deliver ? 1 : 0);
                  return Behaviors.same();
                }));

    for (int i = 1; i <= joining; i++) {
      ActorRef<ConnectionActor.Command> connection = kit.spawn(Behaviors.ignore());
      register("u" + i, connection, writer, "room:1");
      if (i % 1_000 == 0) {
        awaitConnections(i);
        pass(Duration.ofMillis(100));
      }
    }
    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));

    TestProbe<Void> patience = kit.createTestProbe();
    patience.awaitAssert(
        () -> {
          assertThat(delivered).as("not a hundred million").hasValueGreaterThan(joining);
          return null;
        });
    // The first at once, then windows of 25, 50, 100, 200, 400 and 800 ms.
    assertThat(batches).as("from the hub").hasValueBetween(2, 8);
    assertThat(delivered.get()).as("to subscribers").isLessThanOrEqualTo(8 * joining);
  }

  @Test
  void clientAsksWhoIsThere() {
    gatewayFindsTheHub();
    Peer alice = open("alice", "room:1");
    open("alice", "room:1");
    open("bob", "room:1");

    ask(alice, "room:1", 7);
    ChannelOutcome.Presence answer = (ChannelOutcome.Presence) answer(alice, 7);

    assertThat(answer.connections()).isEqualTo(3);
    assertThat(answer.isComplete()).isTrue();
    assertThat(answer.present()).extracting(Present::user).containsOnly("alice", "bob").hasSize(2);
    ask(alice, "room:1", 8);
    alice.connection().expectNoMessage(SHORTLY);
    pass(TICK);
    assertThat(((ChannelOutcome.Presence) answer(alice, 8)).connections()).isEqualTo(3);
  }

  @Test
  void namespaceSaysWhoMayAsk() {
    gatewayFindsTheHub();
    Peer alice = open("alice", "room:1", "desk:1", "dark:1");
    ChannelOutcome.Rejected notAvailable =
        new ChannelOutcome.Rejected(108, "not available: presence of this channel");

    ask(alice, "desk:1", 7);
    assertThat(answer(alice, 7)).isEqualTo(notAvailable);
    ask(alice, "dark:1", 8);
    assertThat(answer(alice, 8)).isEqualTo(notAvailable);
    ask(alice, "odd:1", 9);
    assertThat(answer(alice, 9)).isEqualTo(new ChannelOutcome.Rejected(102, "unknown channel"));
    assertThat(presence("desk:1")).isInstanceOf(GatewayCommand.PresenceReply.class);
    assertThat(presence("dark:1"))
        .isEqualTo(new GatewayCommand.NoPresence(108, notAvailable.message()));
    assertThat(presence("no name")).isInstanceOf(GatewayCommand.NoPresence.class);
  }

  private void gatewayFindsTheHub() {
    TestProbe<GatewayCommand.InfoReply> asker = kit.createTestProbe();
    asker.awaitAssert(
        () -> {
          gateway.tell(new GatewayCommand.Info(asker.getRef()));
          assertThat(asker.receiveMessage().nodes()).hasSize(1);
          return null;
        });
  }

  private GatewayCommand.PresenceAnswer presence(String channel) {
    TestProbe<GatewayCommand.PresenceAnswer> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Presence(channel, 10, asker.getRef()));
    return asker.receiveMessage();
  }

  private void ask(Peer peer, String channel, long requestId) {
    gateway.tell(
        new ChannelRequest.Presence(
            peer.id(), channel, requestId, peer.connection().getRef().narrow()));
  }

  private static ChannelOutcome answer(Peer peer, long requestId) {
    ConnectionActor.ChannelAnswered answered =
        peer.connection().expectMessageClass(ConnectionActor.ChannelAnswered.class);
    assertThat(answered.requestId()).isEqualTo(requestId);
    return answered.outcome();
  }

  private void pass(Duration duration) {
    clock.pass(duration);
    time.timePasses(duration);
  }

  /** Until no window is open. */
  private void settle() {
    pass(Duration.ofMillis(200));
    pass(Duration.ofMillis(200));
  }

  private void awaitConnections(int count) {
    TestProbe<Hub.Listed> list = kit.createTestProbe();
    list.awaitAssert(
        () -> {
          hub.tell(new Hub.ListConnections(0, list.getRef()));
          assertThat(list.receiveMessage().total()).isEqualTo(count);
          return null;
        });
  }

  /** Lets time pass until a peer hears something, which is to be this. */
  private void passUntil(Peer peer, String word) {
    assertThat(text(((Writer.Deliver) awaitWord(peer)).frame())).isEqualTo(word);
  }

  /** Both windows, that of the hub and that of the channel, which is a message away. */
  private Writer.Command awaitWord(Peer peer) {
    return peer.writer()
        .awaitAssert(
            () -> {
              pass(Duration.ofMillis(25));
              return peer.writer().receiveMessage(Duration.ofMillis(5));
            });
  }

  private static String heard(Peer peer) {
    return text(peer.writer().expectMessageClass(Writer.Deliver.class).frame());
  }

  /** Of a frame of less than 126 bytes. */
  private static String text(ByteString frame) {
    return frame.drop(2).utf8String();
  }

  /** A connection that is greeted. */
  private Peer open(String user, String... channels) {
    TestProbe<ConnectionActor.Command> connection = kit.createTestProbe();
    TestProbe<Writer.Command> writer = kit.createTestProbe();
    ConnectionId id = register(user, connection.getRef(), writer.getRef(), channels);
    connection.expectMessageClass(ConnectionActor.Greeted.class);
    writer.expectMessageClass(Writer.Greet.class);
    return new Peer(id, connection, writer);
  }

  private ConnectionId register(
      String user,
      ActorRef<ConnectionActor.Command> connection,
      ActorRef<Writer.Command> writer,
      String... channels) {
    connections++;
    ConnectionId id = new ConnectionId("c" + connections);
    Subscriber subscriber = new Subscriber(id, user, dialect, Deflation.NONE, connection, writer);
    gateway.tell(
        new ChannelRequest.Register(
            subscriber,
            List.of(channels).stream()
                .map(channel -> new ChannelRequest.Wanted(channel, null))
                .toList()));
    return id;
  }
}
