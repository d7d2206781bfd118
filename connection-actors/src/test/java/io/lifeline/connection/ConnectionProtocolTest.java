package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ConnectionActor.Command;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.stream.SocketEvent;
import io.lifeline.connection.websocket.Inbound;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.apache.pekko.actor.NotInfluenceReceiveTimeout;
import org.apache.pekko.actor.UnhandledMessage;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the compiler cannot check on Java 17: that every state deals with every command. */
class ConnectionProtocolTest extends ConnectionFixture {

  @Test
  void onlyThePeerResetsTheReceiveTimeout() {
    for (Class<?> command : Command.class.getPermittedSubclasses()) {
      assertThat(NotInfluenceReceiveTimeout.class.isAssignableFrom(command))
          .as(command.getSimpleName())
          .isEqualTo(command != ConnectionActor.PeerSpoke.class);
    }
  }

  @Test
  void everyCommandHasASample() {
    assertThat(samples().map(Object::getClass).map(ConnectionProtocolTest::declared).distinct())
        .containsExactlyInAnyOrderElementsOf(Arrays.asList(Command.class.getPermittedSubclasses()));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void openingDealsWith(Command command) {
    expectHandled(node.connect(peer), command);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void httpDealsWith(Command command) {
    ActorRef<Command> connection = node.connect(peer);
    peer.sends("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.readsHead();
    expectHandled(connection, command);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void activeDealsWith(Command command) {
    expectHandled(node.open(peer).connection(), command);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void closingDealsWith(Command command) {
    ActorRef<Command> connection = node.open(peer).connection();
    connection.tell(new ConnectionActor.End(Ending.of(CloseReason.NODE_DRAINING)));
    expectHandled(connection, command);
  }

  private void expectHandled(ActorRef<Command> connection, Command command) {
    TestProbe<UnhandledMessage> unhandled = kit.createUnhandledMessageProbe();

    connection.tell(command);
    kit.stop(connection, Duration.ofSeconds(5)); // behind the command

    unhandled.expectNoMessage(Duration.ofMillis(20));
  }

  /** An enum constant with a body has a class of its own. */
  private static Class<?> declared(Class<?> type) {
    return type.isEnum() || type.isRecord() ? type : type.getSuperclass();
  }

  private static Stream<Command> samples() {
    RequestHead head = new RequestHead("GET", "/ws", "HTTP/1.1", List.of());
    return Stream.<Command>of(
        new ConnectionActor.End(Ending.of(CloseReason.KICKED)),
        new ConnectionActor.Cut(CloseReason.NODE_DRAINING),
        new ConnectionActor.Inspect(TestInbox.<ConnectionView>create().getRef()),
        new ConnectionActor.AdmissionDecided(new Admission.Admitted()),
        new ConnectionActor.ChannelAnswered(1, new ChannelOutcome.Rejected(100, "x")),
        new ConnectionActor.Greeted(List.of("x")),
        new ConnectionActor.SubscriptionChanged(0, new ChannelOutcome.Left("x")),
        new ConnectionActor.PeerSpoke(
            new SocketEvent.Received(
                List.of(new Inbound.Pong(ByteString.emptyByteString())), false)),
        new ConnectionActor.Streamed(new SocketEvent.MessageBegun()),
        new ConnectionActor.UpgradeAsked(head, new CompletableFuture<>()),
        new ConnectionActor.AuthenticationEnded(head, new Authenticator.Denied("x"), null),
        new ConnectionActor.BeatReport(1, -1),
        ConnectionActor.ConsumerTooSlow.INSTANCE,
        ConnectionActor.HeartbeatEnded.INSTANCE,
        ConnectionActor.WriterEnded.INSTANCE,
        ConnectionActor.Due.HANDSHAKE_DEADLINE,
        ConnectionActor.Due.CLOSE_DEADLINE,
        ConnectionActor.NothingReceived.INSTANCE,
        new ConnectionActor.Crashed("x", new IllegalStateException("a sample")));
  }
}
