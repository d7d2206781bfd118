package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import io.lifeline.connection.dialect.EchoDialect;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.settings.SettingsReader;
import io.lifeline.telemetry.timeline.Stories;
import io.lifeline.telemetry.timeline.StoriesSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A node that lets everyone in and echoes at {@code /echo}; it counts what it holds. */
final class EchoNode {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final long LOOK_AGAIN_NANOS = 50_000;

  private final ActorTestKit kit;
  private final RecordingEventSink events = new RecordingEventSink();
  private final ResourceLedger ledger = new ResourceLedger();
  private final ConnectionActor.Collaborators collaborators;
  private long connections;

  EchoNode(ActorTestKit kit) {
    this(kit, "");
  }

  /**
   * @param configuration above the defaults
   */
  EchoNode(ActorTestKit kit, String configuration) {
    this.kit = kit;
    SettingsReader reader =
        SettingsReader.of(
            ConfigFactory.parseString(configuration).withFallback(ConfigFactory.load()).resolve(),
            "lifeline.connection");
    ActorRef<Admission.Request> everyone =
        kit.spawn(
            Behaviors.receiveMessage(
                request -> {
                  request
                      .replyTo()
                      .tell(new ConnectionActor.AdmissionDecided(new Admission.Admitted()));
                  return Behaviors.same();
                }));
    this.collaborators =
        new ConnectionActor.Collaborators(
            ConnectionSettings.from(reader, Set.of()),
            new Endpoints(Map.of("/echo", new EchoDialect())),
            head ->
                CompletableFuture.completedFuture(
                    new Authenticator.Authenticated(
                        new Identity("alice", List.of(), List.of(), null))),
            head -> true,
            everyone,
            kit.spawn(greeter()),
            ChannelPolicy.TOKENS,
            new OneAnswerHttp(),
            events,
            ledger,
            new Stories(new StoriesSettings(10, 10), Clock.systemUTC()),
            Runnable::run);
  }

  private static Behavior<ChannelRequest> greeter() {
    return Behaviors.receiveMessage(
        request -> {
          if (request instanceof ChannelRequest.Register register) {
            register.subscriber().connection().tell(new ConnectionActor.Greeted(List.of()));
            register.subscriber().writer().tell(new Writer.Greet(List.of(), List.of()));
          }
          return Behaviors.same();
        });
  }

  ConnectionActor.Collaborators collaborators() {
    return collaborators;
  }

  synchronized FakePeer connect() {
    FakePeer peer = new FakePeer(kit.system());
    connections++;
    ledger.acquired(Resource.SOCKETS);
    kit.spawn(
        ConnectionActor.create(new ConnectionId("c" + connections), peer.socket(), collaborators));
    return peer;
  }

  /** Every connection has ended, each was counted once, and nothing of them is left. */
  void mustBeAtRest() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isAtRest() && System.nanoTime() < deadline) {
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    for (Resource resource : Resource.values()) {
      assertThat(ledger.held(resource)).as("held: %s", resource).isZero();
    }
    assertThat(closed(CloseReason.values())).as("ends counted").isEqualTo(connections);
    assertThat(
            closed(
                CloseReason.INTERNAL_ERROR,
                CloseReason.STREAM_FAILED,
                CloseReason.WRITER_FAILED,
                CloseReason.HEARTBEAT_FAILED))
        .as("failures of our own")
        .isZero();
  }

  private boolean isAtRest() {
    return closed(CloseReason.values()) == connections
        && List.of(Resource.values()).stream().allMatch(resource -> ledger.held(resource) == 0);
  }

  private long closed(CloseReason... reasons) {
    long sum = 0;
    for (CloseReason reason : reasons) {
      sum += events.value(Metric.CLOSED, reason.label());
    }
    return sum;
  }
}
