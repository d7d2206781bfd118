package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.telemetry.Metric;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/**
 * What happens while a connection registers: nothing has been written to its peer yet, not even the
 * upgrade, and what comes meanwhile waits.
 */
class ConnectionRegistrationTest extends ConnectionFixture {
  private static final ByteString PUBLICATION =
      FrameEncoder.text(ByteString.fromString("published"));

  @Test
  void whatIsPublishedMeanwhileFollowsTheGreeting() throws Exception {
    CompletableFuture<Void> checked =
        whileRegistering(
            register -> {
              register.subscriber().writer().tell(new Writer.Deliver("news", PUBLICATION));
              assertThat(node.events.value(Metric.WRITES)).isZero();
              node.greet(register);
            });

    node.admit(peer, "/ws?channel=news");

    checked.get(60, TimeUnit.SECONDS);
    peer.readsHead();
    assertThat(peer.readsFrame().text()).contains("\"connected\"").contains("\"news\"");
    assertThat(peer.readsFrame().text()).isEqualTo("published");
    eventually(() -> assertThat(waitingBytes()).isZero());
  }

  @Test
  void peerThatLeavesMeanwhileIsGoneAndNothingIsLeft() throws Exception {
    CompletableFuture<Void> checked = whileRegistering(register -> peer.resets());

    ActorRef<ConnectionActor.Command> connection = node.admit(peer, "/ws");

    checked.get(60, TimeUnit.SECONDS);
    expectEnd(connection, CloseReason.PEER_RESET);
  }

  @Test
  void registrationThatIsRefusedEndsTheConnectionUngreeted() throws Exception {
    Ending refused = new Ending(CloseReason.REFUSED, 1013, "too many channels on this node");
    CompletableFuture<Void> checked =
        whileRegistering(
            register -> register.subscriber().connection().tell(new ConnectionActor.End(refused)));

    ActorRef<ConnectionActor.Command> connection = node.admit(peer, "/ws?channel=news");

    checked.get(60, TimeUnit.SECONDS);
    peer.readsHead();
    FakePeer.Frame close = peer.readsFrame();
    assertThat(close.closeCode()).isEqualTo(1013);
    assertThat(close.closeText()).isEqualTo("too many channels on this node");
    peer.sendsFrame(0x88, close.payload());
    expectEnd(connection, CloseReason.REFUSED);
  }

  @Test
  void bugInTheGreetingEndsTheConnectionAndTellsThePeer() {
    node.dialect = new FaultyDialect(FaultyDialect.Fault.IN_GREETING);
    ActorRef<ConnectionActor.Command> connection = node.admit(peer, "/ws");
    ChannelRequest.Register register =
        node.channels.expectMessageClass(ChannelRequest.Register.class);

    LoggingTestKit.error("failed while handling [Greet]")
        .expect(
            kit.system(),
            () -> {
              node.greet(register);
              return null;
            });

    peer.readsHead();
    FakePeer.Frame close = peer.readsFrame();
    assertThat(close.closeCode()).isEqualTo(1011);
    peer.sendsFrame(0x88, close.payload());
    expectEnd(connection, CloseReason.INTERNAL_ERROR);
  }

  private long waitingBytes() {
    return node.events.value(Metric.OUTBOUND_QUEUE_BYTES);
  }

  /**
   * Lets the registry do this on the thread of the connection's writer, in the middle of its
   * registration.
   */
  private CompletableFuture<Void> whileRegistering(Consumer<ChannelRequest.Register> action) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    node.registry =
        kit.spawn(
            Behaviors.receiveMessage(
                request -> {
                  try {
                    action.accept((ChannelRequest.Register) request);
                    done.complete(null);
                  } catch (AssertionError | RuntimeException e) {
                    done.completeExceptionally(e);
                  }
                  return Behaviors.same();
                }),
            DispatcherSelector.fromConfig("pekko.test.calling-thread-dispatcher"));
    return done;
  }
}
