package io.lifeline.supervision;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.AcceptedSocket;
import io.lifeline.connection.Admission;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.supervision.cluster.TestCluster;
import io.lifeline.supervision.connections.ConnectionFactory;
import io.lifeline.supervision.connections.ConnectionIds;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayService;
import io.lifeline.supervision.lifecycle.Lifecycle;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.settings.SettingsReader;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.timeline.StoriesSettings;
import io.lifeline.telemetry.tracing.NoTracing;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.receptionist.Receptionist;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The services of a node together, with connections that do what a test says. */
class SupervisionTest {
  private final TestCluster cluster = TestCluster.start(1);
  private final ActorTestKit kit = cluster.node(0).kit();
  private final RecordingEventSink events = new RecordingEventSink();
  private final ResourceLedger ledger = new ResourceLedger();
  private final SplittableRandom random = new SplittableRandom(1);
  private final NodeEnvironment environment =
      new NodeEnvironment(
          events,
          ledger,
          new Stories(new StoriesSettings(10, 10), new MovableClock()),
          new MovableClock(),
          random,
          new ConnectionIds(random),
          NoTracing.INSTANCE);

  /** Every connection that was made, in order. */
  private final TestProbe<Made> made = kit.createTestProbe();

  /** What connections were told. */
  private final TestProbe<ConnectionActor.Command> told = kit.createTestProbe();

  private final TestProbe<Writer.Command> writer = kit.createTestProbe();
  private final TestProbe<ConnectionSupervisor.SocketsTaken> taken = kit.createTestProbe();

  private record Made(ConnectionId id, ActorRef<ConnectionActor.Command> connection) {}

  private record GuardianHas(Supervision supervision) {}

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void acceptedSocketGetsAConnectionOfItsOwnBelowAPartition() {
    Supervision node = node("partitions = 2");

    Made first = accept(node);
    Made second = accept(node);

    assertThat(first.connection().path().toString())
        .matches(".*/connections/p-0/c-" + first.id().value());
    assertThat(second.connection().path().toString())
        .matches(".*/connections/p-1/c-" + second.id().value());
    assertThat(second.id()).isNotEqualTo(first.id());
    assertThat(ledger.held(Resource.CONNECTION_ACTORS)).isEqualTo(2);
  }

  @Test
  void socketsAcceptedTogetherGetAConnectionEachAndOneAnswerForAll() {
    Supervision node = node("sockets.max = 3, websockets.max = 3");

    node.connections()
        .tell(
            new ConnectionSupervisor.Accepted(
                List.of(socket(silent()), socket(silent()), socket(silent()), socket(silent())),
                taken.getRef()));

    taken.receiveMessage();
    assertThat(ledger.held(Resource.CONNECTION_ACTORS)).isEqualTo(3);
    assertThat(events.value(Metric.REFUSED, "sockets")).isEqualTo(1);
    assertThat(List.of(made.receiveMessage(), made.receiveMessage(), made.receiveMessage()))
        .extracting(Made::id)
        .doesNotHaveDuplicates();
    taken.expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void socketBeyondTheLimitIsClosedAtOnceAndCounted() throws Exception {
    Supervision node = node("sockets.max = 1, websockets.max = 1");
    accept(node);
    CompletableFuture<Done> inputCancelled = new CompletableFuture<>();
    CompletableFuture<Done> outputCompleted = new CompletableFuture<>();

    node.connections()
        .tell(
            new ConnectionSupervisor.Accepted(
                List.of(socket(watched(inputCancelled, outputCompleted))), taken.getRef()));

    taken.receiveMessage();
    inputCancelled.get(20, TimeUnit.SECONDS);
    outputCompleted.get(20, TimeUnit.SECONDS);
    assertThat(events.value(Metric.REFUSED, "sockets")).isEqualTo(1);
    assertThat(ledger.held(Resource.SOCKETS))
        .as("counted out; the listener counts in")
        .isEqualTo(-1);
    assertThat(ledger.held(Resource.CONNECTION_ACTORS)).isEqualTo(1);
  }

  @Test
  void crashedConnectionLeavesRegistryAndCountsClean() {
    Supervision node = node("");
    Made connection = open(node, "alice", "news");
    assertThat(info(node)).isEqualTo(counted(node, 1, 1, 2, 2));
    assertThat(counts(node)).isEqualTo(new ConnectionSupervisor.Counts(1, 1, 1));

    connection
        .connection()
        .tell(new ConnectionActor.End(new Ending(CloseReason.KICKED, 0, "crash")));

    awaitRest(node);
    assertThat(events.value(Metric.CLOSED, "internal_error")).isEqualTo(1);
  }

  @Test
  void orderlyEndIsNotCountedAsAnInternalError() {
    Supervision node = node("");
    Made connection = open(node, "alice", "news");

    connection.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));

    awaitRest(node);
    assertThat(events.value(Metric.CLOSED, "internal_error")).isZero();
  }

  @Test
  void factoryThatThrowsFailsItsConnectionOnly() {
    Supervision node = node("", (id, socket) -> fail("no connection today"));

    node.connections()
        .tell(new ConnectionSupervisor.Accepted(List.of(socket(silent())), taken.getRef()));

    taken.receiveMessage();
    awaitRest(node);
    assertThat(events.value(Metric.CLOSED, "internal_error")).isEqualTo(1);
  }

  @Test
  void placeOfAWebSocketIsFreeWhenItsActorHasStopped() {
    Supervision node = node("websockets.max = 1");
    Made first = accept(node);
    Made second = accept(node);
    assertThat(ask(node, first)).isInstanceOf(Admission.Admitted.class);
    assertThat(ask(node, second)).isInstanceOf(Admission.Refused.class);
    assertThat(events.value(Metric.REFUSED, "node")).isEqualTo(1);

    first.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));

    told.awaitAssert(
        () -> {
          assertThat(counts(node).connections()).isEqualTo(1);
          return Done.getInstance();
        });
    assertThat(ask(node, second)).isInstanceOf(Admission.Admitted.class);
  }

  @Test
  void publicationReachesItsSubscribersThroughTheWholeNode() {
    Supervision node = node("");
    open(node, "alice", "news");
    TestProbe<GatewayCommand.PublishReply> publisher = kit.createTestProbe();

    node.gateway()
        .tell(
            new GatewayCommand.Publish(
                "news", ByteString.fromString("{\"a\":1}"), publisher.getRef()));

    GatewayCommand.Published published =
        publisher.expectMessageClass(GatewayCommand.Published.class);
    assertThat(published.offset()).isEqualTo(1);
    assertThat(published.nodes()).isEqualTo(1);
    Writer.Deliver deliver = writer.expectMessageClass(Writer.Deliver.class);
    assertThat(deliver.frame().utf8String()).contains("{\"a\":1}");
  }

  @Test
  void gatewayIsFoundInTheReceptionist() {
    Supervision node = node("");
    TestProbe<Receptionist.Listing> listings = kit.createTestProbe();

    listings.awaitAssert(
        () -> {
          kit.system()
              .receptionist()
              .tell(Receptionist.find(GatewayService.KEY, listings.getRef()));
          assertThat(listings.receiveMessage().getServiceInstances(GatewayService.KEY))
              .containsExactly(node.gateway());
          return Done.getInstance();
        });
  }

  @Test
  void drainTellsEveryConnectionToComeBackLaterAndEndsWhenAllHaveStopped() {
    Supervision node =
        node("drain { batch = 2, interval = 20ms, retry { least = 2s, most = 4s } }");
    for (int i = 0; i < 7; i++) {
      accept(node);
    }
    TestProbe<Lifecycle.Drained> asker = kit.createTestProbe();

    node.lifecycle().tell(new Lifecycle.BeginDrain(asker.getRef()));

    asker.expectMessage(Duration.ofSeconds(20), new Lifecycle.Drained(7, true));
    for (int i = 0; i < 7; i++) {
      Ending ending = told.expectMessageClass(ConnectionActor.End.class).ending();
      assertThat(ending.reason()).isEqualTo(CloseReason.NODE_DRAINING);
      assertThat(ending.code()).isEqualTo(1012);
      assertThat(ending.text()).matches("node is draining; retry in [234]s");
    }
    told.expectNoMessage(Duration.ofMillis(50));
    awaitRest(node);
  }

  @Test
  void drainCutsConnectionsThatDoNotEndInTime() {
    Supervision node =
        node("drain { interval = 20ms, deadline = 200ms }", (id, socket) -> stubborn(id));
    accept(node);
    TestProbe<Lifecycle.Drained> asker = kit.createTestProbe();

    node.lifecycle().tell(new Lifecycle.BeginDrain(asker.getRef()));

    told.expectMessageClass(ConnectionActor.End.class);
    told.expectMessage(new ConnectionActor.Cut(CloseReason.NODE_DRAINING));
    asker.expectMessage(Duration.ofSeconds(20), new Lifecycle.Drained(1, false));
    awaitRest(node);
  }

  @Test
  void drainStopsConnectionsThatDoNotListen() {
    Supervision node =
        node("drain { interval = 20ms, deadline = 200ms }", (id, socket) -> Behaviors.ignore());
    node.connections()
        .tell(new ConnectionSupervisor.Accepted(List.of(socket(silent())), taken.getRef()));
    taken.receiveMessage();
    TestProbe<Lifecycle.Drained> asker = kit.createTestProbe();

    node.lifecycle().tell(new Lifecycle.BeginDrain(asker.getRef()));

    asker.expectMessage(Duration.ofSeconds(20), new Lifecycle.Drained(1, false));
    awaitRest(node);
  }

  @Test
  void drainingNodeRefusesWebSockets() {
    Supervision node = node("drain.deadline = 10s", (id, socket) -> stubborn(id));
    Made connection = accept(node);
    node.lifecycle()
        .tell(new Lifecycle.BeginDrain(kit.<Lifecycle.Drained>createTestProbe().getRef()));

    told.expectMessageClass(ConnectionActor.End.class);

    assertThat(ask(node, connection))
        .isInstanceOfSatisfying(
            Admission.Refused.class, refused -> assertThat(refused.tier()).isEqualTo("draining"));
  }

  private Supervision node(String overrides) {
    return node(overrides, (id, socket) -> connection(id));
  }

  private Supervision node(String overrides, ConnectionFactory factory) {
    TestProbe<GuardianHas> guardian = kit.createTestProbe();
    kit.spawn(
        Behaviors.setup(
            context -> {
              Supervision supervision =
                  Supervision.spawn(
                      context,
                      settings(overrides),
                      8,
                      environment,
                      (admission, channels) -> factory);
              guardian.getRef().tell(new GuardianHas(supervision));
              return Behaviors.empty();
            }));
    Supervision started = guardian.receiveMessage().supervision();
    told.awaitAssert(
        () -> {
          assertThat(info(started).nodes()).hasSize(1);
          return Done.getInstance();
        });
    return started;
  }

  private static SupervisionSettings settings(String overrides) {
    SettingsReader reader =
        SettingsReader.of(
            ConfigFactory.parseString("lifeline.supervision {" + overrides + "}")
                .withFallback(ConfigFactory.load())
                .resolve(),
            "lifeline.supervision");
    SupervisionSettings settings = SupervisionSettings.from(reader);
    reader.throwIfInvalid();
    return settings;
  }

  /** Ends when it is told to, and crashes when the text says so. */
  private Behavior<ConnectionActor.Command> connection(ConnectionId id) {
    return Behaviors.setup(
        context -> {
          made.getRef().tell(new Made(id, context.getSelf()));
          return Behaviors.receive(ConnectionActor.Command.class)
              .onMessage(
                  ConnectionActor.End.class,
                  end -> {
                    told.getRef().tell(end);
                    return end.ending().text().equals("crash")
                        ? fail("crashed as told")
                        : Behaviors.stopped();
                  })
              .build();
        });
  }

  /** Hears that it should end and does not. */
  private Behavior<ConnectionActor.Command> stubborn(ConnectionId id) {
    return Behaviors.setup(
        context -> {
          made.getRef().tell(new Made(id, context.getSelf()));
          return Behaviors.receiveMessage(
              message -> {
                told.getRef().tell(message);
                return Behaviors.same();
              });
        });
  }

  private static Behavior<ConnectionActor.Command> fail(String why) {
    throw new IllegalStateException(why);
  }

  private Made accept(Supervision node) {
    node.connections()
        .tell(new ConnectionSupervisor.Accepted(List.of(socket(silent())), taken.getRef()));
    taken.receiveMessage();
    return made.receiveMessage();
  }

  private Made open(Supervision node, String user, String channel) {
    Made connection = accept(node);
    assertThat(ask(node, connection)).isInstanceOf(Admission.Admitted.class);
    Subscriber subscriber =
        new Subscriber(
            connection.id(),
            user,
            new PlainDialect(),
            Deflation.NONE,
            connection.connection(),
            writer.getRef());
    node.channels()
        .tell(
            new ChannelRequest.Register(
                subscriber, List.of(new ChannelRequest.Wanted(channel, null))));
    writer.expectMessageClass(Writer.Greet.class);
    told.awaitAssert(
        () -> {
          assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isEqualTo(1);
          return Done.getInstance();
        });
    return connection;
  }

  private Admission.Verdict ask(Supervision node, Made connection) {
    TestProbe<ConnectionActor.AdmissionDecided> probe = kit.createTestProbe();
    node.admission()
        .tell(new Admission.Request(connection.id(), address().getAddress(), probe.getRef()));
    return probe.receiveMessage().verdict();
  }

  private GatewayCommand.InfoReply info(Supervision node) {
    TestProbe<GatewayCommand.InfoReply> probe = kit.createTestProbe();
    node.gateway().tell(new GatewayCommand.Info(probe.getRef()));
    return probe.receiveMessage();
  }

  private static GatewayCommand.InfoReply counted(
      Supervision node, int connections, int users, int channels, int subscriptions) {
    return new GatewayCommand.InfoReply(
        List.of(
            new GatewayCommand.NodeInfo(node.node(), connections, users, channels, subscriptions)));
  }

  private ConnectionSupervisor.Counts counts(Supervision node) {
    TestProbe<ConnectionSupervisor.Counts> probe = kit.createTestProbe();
    node.connections().tell(new ConnectionSupervisor.Count(probe.getRef()));
    return probe.receiveMessage();
  }

  private void awaitRest(Supervision node) {
    told.awaitAssert(
        () -> {
          assertThat(counts(node)).isEqualTo(new ConnectionSupervisor.Counts(0, 0, 0));
          assertThat(info(node)).isEqualTo(counted(node, 0, 0, 0, 0));
          assertThat(ledger.held(Resource.CONNECTION_ACTORS)).isZero();
          assertThat(ledger.held(Resource.REGISTRY_ENTRIES)).isZero();
          return Done.getInstance();
        });
  }

  private static AcceptedSocket socket(Flow<ByteString, ByteString, ?> bytes) {
    return new AcceptedSocket(address(), bytes);
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress("192.0.2.7", 4711);
  }

  private static Flow<ByteString, ByteString, ?> silent() {
    return Flow.fromSinkAndSource(Sink.ignore(), Source.maybe());
  }

  /** A socket's flow that tells when it is closed in both directions. */
  private static Flow<ByteString, ByteString, ?> watched(
      CompletableFuture<Done> inputCancelled, CompletableFuture<Done> outputCompleted) {
    Source<ByteString, ?> fromPeer =
        Source.<ByteString>maybe()
            .watchTermination(
                (mat, done) -> {
                  done.whenComplete((ok, failure) -> inputCancelled.complete(Done.getInstance()));
                  return mat;
                });
    Sink<ByteString, ?> toPeer =
        Flow.<ByteString>create()
            .watchTermination(
                (mat, done) -> {
                  done.whenComplete((ok, failure) -> outputCompleted.complete(Done.getInstance()));
                  return mat;
                })
            .toMat(Sink.ignore(), Keep.right());
    return Flow.fromSinkAndSource(toPeer, fromPeer);
  }
}
