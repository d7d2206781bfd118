package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Resource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.Test;

/** What happens while a connection registers, in the middle of its own registration. */
class ConnectionRegistrationTest extends ConnectionFixture {
  @Test
  void peerThatLeavesMeanwhileIsGoneAndNothingIsLeft() throws Exception {
    CompletableFuture<Void> checked =
        whileRegistering(
            register -> {
              peer.resets();
              eventually(() -> assertThat(node.ledger.held(Resource.SOCKETS)).isNegative());
            });

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

  /**
   * Lets the registry do this on the connection's own thread, in the middle of its registration.
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
