package io.lifeline.supervision.channels;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelPolicy.Who;
import io.lifeline.connection.Journey;
import io.lifeline.connection.Writer;
import io.lifeline.supervision.MovableClock;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.RecordingTracing.Recorded;
import io.lifeline.telemetry.tracing.Step;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of a publication on one node, as far as the writer that is told of it. */
class PublicationTraceTest extends OneNodeOfChannels {
  private static final String CALLER = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  private static final String UNSAMPLED = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00";

  @BeforeEach
  void traceAll() {
    tracing.takesAll = true;
  }

  @Test
  void eachStepIsBelowTheOneBefore() {
    Peer alice = open("alice", "lobby:1");

    publish("lobby:1");

    Journey journey = journey(alice);
    Recorded published = only(Step.PUBLISH);
    Recorded appended = only(Step.APPEND);
    Recorded fannedOut = only(Step.FAN_OUT);
    Recorded delivered = only(Step.DELIVER);
    assertThat(published.parent).isNull();
    assertThat(appended.parent).isEqualTo(published.traceparent());
    assertThat(fannedOut.parent).isEqualTo(appended.traceparent());
    assertThat(delivered.parent).isEqualTo(fannedOut.traceparent());
    assertThat(tracing.all()).allMatch(span -> span.namespace.equals("lobby:"));
    assertThat(published.outcomes).containsExactly(Outcome.DONE);
    assertThat(appended.outcomes).containsExactly(Outcome.DONE);
    awaitEnd(fannedOut);
    assertThat(delivered.outcomes).as("it is not with the socket yet").isEmpty();
    assertThat(journey.span()).isSameAs(delivered);
  }

  @Test
  void oneOfTheReceiversIsTracedAndTheirNumberIsSaid() {
    List<Peer> peers = List.of(open("alice", "news"), open("bob", "news"), open("carol", "news"));

    publish("news");

    assertThat(peers.stream().filter(peer -> journey(peer).span() != null)).hasSize(1);
    assertThat(only(Step.FAN_OUT).tags).containsEntry("receivers", 3L);
    only(Step.DELIVER);
  }

  @Test
  void callersTraceGoesOn() {
    tracing.takesAll = false;
    Peer alice = open("alice", "news");

    publishFor(CALLER, "news");
    journey(alice);

    assertThat(only(Step.PUBLISH).parent).isEqualTo(CALLER);
    only(Step.DELIVER);
  }

  @Test
  void whatIsNotTracedHasNoSpanAnywhere() {
    Peer alice = open("alice", "news");
    publishFor(UNSAMPLED, "news");
    journey(alice);
    tracing.takesAll = false;
    publish("news");

    assertThat(journey(alice).span()).isNull();
    assertThat(tracing.all()).isEmpty();
  }

  @Test
  void repetitionEndsAtTheChannel() {
    Peer alice = open("alice", "news");
    for (int i = 0; i < 2; i++) {
      gateway.tell(new GatewayCommand.Publish("news", DATA, "key", publisher.getRef()));
      publisher.receiveMessage();
    }

    journey(alice);
    assertThat(tracing.of(Step.APPEND).stream().map(span -> span.outcomes))
        .containsExactly(List.of(Outcome.DONE), List.of(Outcome.REPEATED));
    assertThat(tracing.of(Step.PUBLISH)).allMatch(span -> span.outcomes.size() == 1);
    only(Step.FAN_OUT);
  }

  @Test
  void rejectionEndsAtTheGateway() {
    gateway.tell(
        new GatewayCommand.Publish("no name", ByteString.fromString("1"), publisher.getRef()));
    publisher.receiveMessage();

    assertThat(only(Step.PUBLISH).outcomes).containsExactly(Outcome.REJECTED);
    assertThat(tracing.of(Step.APPEND)).isEmpty();
  }

  @Test
  void channelThatDoesNotAnswerIsSaid() {
    MovableClock steady = new MovableClock();
    PublishDesk desk = deskOfSilentChannels(steady);

    desk.publish(new GatewayCommand.Publish("news", DATA, publisher.getRef()));
    assertThat(only(Step.PUBLISH).outcomes).isEmpty();
    steady.pass(Duration.ofMillis(Publications.ANSWER_WITHIN_MILLIS));
    desk.onTick();

    assertThat(only(Step.PUBLISH).outcomes).containsExactly(Outcome.UNANSWERED);
  }

  @Test
  void nodeThatEndsBeforeTheAnswerIsSaid() {
    PublishDesk desk = deskOfSilentChannels(new MovableClock());
    desk.publish(new GatewayCommand.Publish("news", DATA, publisher.getRef()));

    desk.stop();

    assertThat(only(Step.PUBLISH).outcomes).containsExactly(Outcome.NODE_ENDED);
    publisher.expectNoMessage(Duration.ZERO);
  }

  @Test
  void gatewayThatStopsEndsTheSpansOfThoseWhoWait() {
    ActorRef<Object> silent = gatewayOfSilentChannels();
    silent.tell(new GatewayCommand.Publish("news", DATA, publisher.getRef()));
    publisher.awaitAssert(
        () -> {
          assertThat(only(Step.PUBLISH).outcomes).isEmpty();
          return Done.getInstance();
        });

    kit.stop(silent);

    assertThat(only(Step.PUBLISH).outcomes).containsExactly(Outcome.NODE_ENDED);
  }

  @Test
  void deliveryToAWriterThatHasStoppedIsSaid() {
    Peer alice = open("alice", "news");
    alice.writer().stop();

    publish("news");

    publisher.awaitAssert(
        () -> {
          assertThat(only(Step.DELIVER).outcomes).containsExactly(Outcome.DROPPED);
          return Done.getInstance();
        });
    assertThat(only(Step.FAN_OUT).tags).containsEntry("receivers", 1L);
  }

  @Test
  void eachChannelOfABroadcastHasASpan() {
    TestProbe<GatewayCommand.BroadcastReply> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Broadcast(List.of("a", "b"), DATA, asker.getRef()));
    asker.receiveMessage();

    assertThat(tracing.of(Step.PUBLISH)).hasSize(2);
    assertThat(tracing.all()).allMatch(span -> span.outcomes.equals(List.of(Outcome.DONE)));
  }

  private PublishDesk deskOfSilentChannels(MovableClock steady) {
    Namespaces namespaces = TestNamespaces.with("lobby:", Who.ANYONE);
    return new PublishDesk(
        new ChannelSettings.Publishing(32, 5, 100, 50),
        new PublishRules(32, namespaces),
        command -> {},
        kit.<AppendAnswer>createTestProbe().getRef(),
        new Gateway.Times(steady, timeOfDay),
        new PublishSpans(namespaces, tracing));
  }

  private ActorRef<Object> gatewayOfSilentChannels() {
    return kit.spawn(
        Gateway.create(
            settings,
            command -> {},
            hubActor,
            () -> 0,
            new Gateway.Times(new MovableClock(), timeOfDay),
            tracing));
  }

  private void awaitEnd(Recorded span) {
    publisher.awaitAssert(
        () -> {
          assertThat(span.outcomes).containsExactly(Outcome.DONE);
          return Done.getInstance();
        });
  }

  private void publishFor(String traceparent, String channel) {
    gateway.tell(new GatewayCommand.Publish(channel, DATA, "", traceparent, publisher.getRef()));
    publisher.receiveMessage();
  }

  private Recorded only(Step step) {
    assertThat(tracing.of(step)).as("%s", step).hasSize(1);
    return tracing.of(step).get(0);
  }

  private static Journey journey(Peer peer) {
    return requireNonNull(peer.writer().expectMessageClass(Writer.Deliver.class).journey());
  }
}
