package io.lifeline.connection;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.dialect.Dialect;
import io.lifeline.connection.dialect.PlainDialect;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.stream.ConnectionStage;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.settings.SettingsReader;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.timeline.StoriesSettings;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.DurationConverters;

/** Everything that a connection asks of its node, in the hands of a test. */
final class FakeNode implements Authenticator {
  final ActorTestKit kit;
  final RecordingEventSink events = new RecordingEventSink();
  final ResourceLedger ledger = new ResourceLedger();
  final Stories stories = new Stories(new StoriesSettings(10, 10), Clock.systemUTC());
  final TestProbe<Admission.Request> admission;
  final TestProbe<ChannelRequest> channels;
  CompletionStage<Verdict> verdict =
      CompletableFuture.completedFuture(
          new Authenticated(new Identity("alice", List.of("*"), List.of("*"), null)));
  Dialect dialect = new PlainDialect();
  OriginPolicy origins = head -> true;
  ChannelPolicy policy = ChannelPolicy.TOKENS;
  HttpLayer http = new ShoutingHttp();
  String configuration = "";
  Executor turns = Runnable::run;
  UnaryOperator<ConnectionSettings> adjusted = settings -> settings;
  volatile @Nullable Metric failing;
  volatile boolean emptyAtReclaim;
  LongSupplier nanoTime = System::nanoTime;
  ActorRef<ChannelRequest> registry; // the probe, unless a test wants to act in between

  FakeNode(ActorTestKit kit) {
    this.kit = kit;
    this.admission = kit.createTestProbe(Admission.Request.class);
    this.channels = kit.createTestProbe(ChannelRequest.class);
    this.registry = channels.getRef();
  }

  @Override
  public CompletionStage<Verdict> authenticate(RequestHead head) {
    return verdict;
  }

  ConnectionSettings settings() {
    Config config =
        ConfigFactory.parseString(configuration).withFallback(ConfigFactory.load()).resolve();
    SettingsReader reader = SettingsReader.of(config, "lifeline.connection");
    ConnectionSettings settings = ConnectionSettings.from(reader, Set.of("/ws"));
    reader.throwIfInvalid();
    return adjusted.apply(settings);
  }

  ActorRef<ConnectionActor.Command> connect(FakePeer peer) {
    return kit.spawn(
        ConnectionActor.create(new ConnectionId("c1"), peer.socket(), collaborators()));
  }

  private ConnectionActor.Collaborators collaborators() {
    ConnectionSettings settings = settings();
    EventSink faulty = new FaultyEvents();
    return new ConnectionActor.Collaborators(
        settings,
        new Endpoints(Map.of("/ws", dialect)),
        this,
        origins,
        admission.getRef(),
        registry,
        policy,
        http,
        faulty,
        ledger,
        stories,
        new Heartbeat.OfNode(settings.heartbeat(), faulty, ledger, System::nanoTime),
        new Compression(settings.compression(), faulty),
        ConnectionStage.gate(
            new ConnectionStage.Settings(settings.maxHeadBytes(), faulty, ledger, nanoTime, turns)),
        DurationConverters.toScala(settings.receiveTimeout()));
  }

  /** A connection that is an open WebSocket, greeted and registered. */
  Opened open(FakePeer peer) {
    return open(peer, "/ws?channel=news");
  }

  Opened open(FakePeer peer, String target, String... headers) {
    ActorRef<ConnectionActor.Command> connection = admit(peer, target, headers);
    ChannelRequest.Register registered = channels.expectMessageClass(ChannelRequest.Register.class);
    greet(registered);
    return new Opened(connection, registered);
  }

  /** A connection that is about to become an open WebSocket. */
  ActorRef<ConnectionActor.Command> admit(FakePeer peer, String target, String... headers) {
    ActorRef<ConnectionActor.Command> connection = connect(peer);
    peer.sendsUpgrade(target, headers);
    admission
        .receiveMessage()
        .replyTo()
        .tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));
    return connection;
  }

  /** Greets a connection as the hub does, which follows all of its channels already. */
  void greet(ChannelRequest.Register registered) {
    Subscriber subscriber = registered.subscriber();
    List<String> names =
        registered.channels().stream().map(ChannelRequest.Wanted::channel).toList();
    List<ChannelOutcome.Joined> joined =
        names.stream()
            .map(
                name ->
                    new ChannelOutcome.Joined(
                        name, new Position("e1", 0), ChannelOutcome.Recovery.NOT_ASKED))
            .toList();
    subscriber.connection().tell(new ConnectionActor.Greeted(names));
    subscriber.writer().tell(new Writer.Greet(names, joined));
  }

  record Opened(ActorRef<ConnectionActor.Command> connection, ChannelRequest.Register registered) {
    ActorRef<Writer.Command> writer() {
      return registered.subscriber().writer();
    }
  }

  long closed(CloseReason reason) {
    return events.value(Metric.CLOSED, reason.label());
  }

  /** Nothing of a connection is left: no gauge, no child, no resource. */
  boolean isEmpty() {
    boolean gauges =
        List.of("opening", "http", "active", "closing").stream()
            .allMatch(state -> events.value(Metric.CONNECTIONS, state) == 0);
    boolean held =
        List.of(Resource.WEBSOCKETS, Resource.HEARTBEATS, Resource.WRITERS).stream()
            .allMatch(resource -> ledger.held(resource) == 0);
    return gauges && held && events.value(Metric.OUTBOUND_QUEUE_BYTES) == 0;
  }

  /** Throws at the metric that {@link #failing} names, else records. */
  private final class FaultyEvents implements EventSink {
    @Override
    public void add(Metric metric, long amount) {
      if (metric == failing) {
        throw new IllegalStateException("a bug in " + metric);
      }
      events.add(metric, amount);
    }

    @Override
    public void add(Metric metric, String tagValue, long amount) {
      events.add(metric, tagValue, amount);
    }

    @Override
    public void set(Metric metric, long value) {
      events.set(metric, value);
    }

    @Override
    public void set(Metric metric, String tagValue, long value) {
      events.set(metric, tagValue, value);
    }

    @Override
    public void record(Metric metric, long nanoseconds) {
      events.record(metric, nanoseconds);
    }

    @Override
    public void record(Metric metric, String tagValue, long nanoseconds, long times) {
      if (metric == Metric.RECLAIM) {
        emptyAtReclaim = isEmpty();
      }
      events.record(metric, tagValue, nanoseconds, times);
    }
  }
}
