package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.supervision.MovableClock;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.tracing.NoTracing;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A hub that is asked for more channels at once than it asks at a time; no clock moves by itself.
 */
class HubQuestionsTest {
  private static final int MANY = 3 * PacedUplink.AT_A_TIME;
  private static final String SILENT = "silent";

  private final ActorTestKit kit = PatientTestKit.withManualTime();
  private final ManualTime time = ManualTime.get(kit.system());
  private final MovableClock clock = new MovableClock();
  private final ChannelSettings settings =
      new ChannelSettings(
          MANY + 1,
          false,
          new ChannelSettings.Publishing(32, 5, 100, 50),
          new ChannelSettings.Memory(100, Duration.ofHours(1), 1 << 20, 10, Duration.ofMinutes(5)),
          TestNamespaces.none(),
          TestNamespaces.replica());
  private final LocalChannels entities =
      new LocalChannels(kit, new ChannelKeeping(settings, clock, new RecordingEventSink(), "life"));
  private final ActorRef<Object> hub =
      kit.spawn(
          Hub.create(
              new Hub.Setup(
                  "node",
                  MANY + 1,
                  MANY,
                  false,
                  this::tellUnlessSilent,
                  settings.namespaces(),
                  clock,
                  clock,
                  new RecordingEventSink(),
                  new ResourceLedger(),
                  NoTracing.INSTANCE)));

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void connectionIsGreetedWhenAllOfItsManyChannelsHaveAnswered() {
    List<String> channels = named("c", MANY);

    TestProbe<ConnectionActor.Command> connection = register("alice", channels);
    connection.expectNoMessage(Duration.ofMillis(50));

    assertThat(greetedInTurns(connection).channels()).isEqualTo(channels);
  }

  @Test
  void channelsThatDoNotAnswerHoldOthersUpForAMomentOnly() {
    TestProbe<ConnectionActor.Command> waiting =
        register("alice", named(SILENT, PacedUplink.AT_A_TIME));
    TestProbe<ConnectionActor.Command> connection = register("bob", List.of("news"));
    connection.expectNoMessage(Duration.ofMillis(50));

    assertThat(greetedInTurns(connection).channels()).containsExactly("news");
    waiting.expectNoMessage(Duration.ofMillis(50));
  }

  private ConnectionActor.Greeted greetedInTurns(TestProbe<ConnectionActor.Command> connection) {
    return connection.awaitAssert(
        () -> {
          time.timePasses(PacedUplink.TURN);
          return connection.expectMessageClass(
              ConnectionActor.Greeted.class, Duration.ofMillis(50));
        });
  }

  private void tellUnlessSilent(ChannelLog.Command command) {
    if (!command.channel().startsWith(SILENT)) {
      entities.tell(command);
    }
  }

  private TestProbe<ConnectionActor.Command> register(String user, List<String> channels) {
    TestProbe<ConnectionActor.Command> connection = kit.createTestProbe();
    TestProbe<Writer.Command> writer = kit.createTestProbe();
    Subscriber subscriber =
        new Subscriber(
            new ConnectionId(user),
            user,
            new FakeDialect("one"),
            Deflation.NONE,
            connection.getRef(),
            writer.getRef());
    List<ChannelRequest.Wanted> wanted =
        channels.stream().map(channel -> new ChannelRequest.Wanted(channel, null)).toList();
    hub.tell(new Hub.Requested(new ChannelRequest.Register(subscriber, wanted)));
    return connection;
  }

  private static List<String> named(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
  }
}
