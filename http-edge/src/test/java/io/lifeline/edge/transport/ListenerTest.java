package io.lifeline.edge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.AcceptedSocket;
import io.lifeline.supervision.connections.ConnectionSupervisor;
import io.lifeline.supervision.connections.ConnectionSupervisor.Accepted;
import io.lifeline.supervision.connections.ConnectionSupervisor.SocketsTaken;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How sockets go from the transport to the connections supervisor. */
class ListenerTest {
  private final ActorTestKit kit = ActorTestKit.create();
  private final TestProbe<ConnectionSupervisor.Command> connections = kit.createTestProbe();
  private final ResourceLedger ledger = new ResourceLedger();
  private final AtomicInteger accepted = new AtomicInteger();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void socketsOfAStormShareTheWayAndKeepTheirOrder() {
    List<AcceptedSocket> storm = sockets(20);
    listen(storm);

    List<AcceptedSocket> handedOn = new ArrayList<>();
    int messages = 0;
    while (handedOn.size() < storm.size()) {
      Accepted accepted = connections.expectMessageClass(Accepted.class);
      handedOn.addAll(accepted.sockets());
      messages++;
      assertThat(ledger.held(Resource.SOCKETS)).isEqualTo(handedOn.size());
      accepted.replyTo().tell(new SocketsTaken());
    }

    assertThat(handedOn).isEqualTo(storm);
    assertThat(messages).as("at most two alone, and the rest in two lots").isLessThanOrEqualTo(4);
  }

  @Test
  void nothingMoreIsHandedOnAndLittleAcceptedUntilWhatCameBeforeIsTaken() {
    listen(sockets(100));

    connections.expectMessageClass(Accepted.class);
    connections.expectNoMessage(Duration.ofMillis(50));

    assertThat(accepted.get()).as("three lots, and one that found no room").isBetween(17, 49);
  }

  private void listen(List<AcceptedSocket> sockets) {
    Transport transport =
        (address, backlog) ->
            Source.from(sockets)
                .map(
                    socket -> {
                      accepted.incrementAndGet();
                      return socket;
                    })
                .concat(Source.maybe())
                .mapMaterializedValue(ignored -> bound(address));
    Listener.Setup setup =
        new Listener.Setup(transport, address(), 1, connections.getRef(), ledger);
    kit.spawn(Listener.create(setup, kit.<Listener.Event>createTestProbe().getRef()));
  }

  private static CompletionStage<Transport.Binding> bound(InetSocketAddress address) {
    return CompletableFuture.completedFuture(
        new Transport.Binding() {
          @Override
          public InetSocketAddress address() {
            return address;
          }

          @Override
          public CompletionStage<Done> unbind() {
            return CompletableFuture.completedFuture(Done.getInstance());
          }
        });
  }

  private static List<AcceptedSocket> sockets(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new AcceptedSocket(address(), Flow.create()))
        .toList();
  }

  private static InetSocketAddress address() {
    return new InetSocketAddress("192.0.2.7", 4711);
  }
}
