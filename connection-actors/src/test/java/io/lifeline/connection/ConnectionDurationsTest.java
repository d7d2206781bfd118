package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.Test;

/** How long connections take to open, to live and to go; each of them once. */
class ConnectionDurationsTest extends ConnectionFixture {
  @Test
  void openWebSocketHasAHandshakeAndInTheEndALifetime() {
    FakeNode.Opened opened = node.open(peer);
    assertThat(node.events.recorded(Metric.HANDSHAKE)).hasSize(1);
    assertThat(node.events.recorded(Metric.LIFETIME, "order")).isEmpty();

    opened.connection().tell(new ConnectionActor.Cut(CloseReason.NODE_ISOLATED));

    expectEnd(opened.connection(), CloseReason.NODE_ISOLATED);
    assertThat(node.events.recorded(Metric.LIFETIME, "order"))
        .singleElement()
        .satisfies(
            lived ->
                assertThat(lived).isGreaterThan(node.events.recorded(Metric.HANDSHAKE).get(0)));
    assertThat(node.events.recorded(Metric.HANDSHAKE)).hasSize(1);
  }

  @Test
  void whatWasNoWebSocketHasNeither() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sendsUpgrade("/elsewhere");
    peer.readsHead();

    kit.createTestProbe().expectTerminated(connection);
    eventually(() -> assertThat(node.events.recorded(Metric.RECLAIM, "handshake")).hasSize(1));
    for (CloseReason.Kind kind : CloseReason.Kind.values()) {
      assertThat(node.events.recorded(Metric.LIFETIME, kind.label())).isEmpty();
    }
    assertThat(node.events.recorded(Metric.HANDSHAKE)).isEmpty();
  }
}
