package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a peer gets that sends faster than it may. */
class ConnectionInboundTest extends ConnectionFixture {
  private static final int PING = 9;
  private static final int PONG = 10;

  /**
   * Longer than the peer has to pay for fifteen pings, at one a second, and shorter than a
   * heartbeat takes to give a peer up that answers none of its own.
   */
  private static final Duration PAUSE = Duration.ofSeconds(25);

  private static final String FEW_MESSAGES =
      "lifeline.connection.inbound { messages-per-second = 1, burst = 1s }";

  @Test
  void aPeerThatIsTooFastIsNotReadFromForAWhile() {
    node.configuration = FEW_MESSAGES;
    open();

    peer.sendsText("{\"id\":1,\"nonsense\":{}}");
    peer.readsFrame();
    pings(15); // no more than are dealt with at once
    eventually(() -> assertThat(node.events.value(Metric.THROTTLED)).isPositive());
    peer.sendsText("{\"id\":2,\"nonsense\":{}}");
    for (int answered = 0; answered < 15; answered++) {
      assertThat(peer.readsFrame().opcode()).isEqualTo(PONG);
    }
    pass(PAUSE);

    assertThat(firstAfter(PING).text()).contains("\"id\":2");
  }

  @Test
  void aPeerThatIsTooFastEndsWhereThatIsThePolicy() {
    node.configuration = FEW_MESSAGES + "\nlifeline.connection.inbound.at-limit = disconnect";
    FakeNode.Opened opened = open();

    pings(20);

    assertThat(firstAfter(PONG).closeCode()).isEqualTo(1008);
    peer.ends();
    expectEnd(opened.connection(), CloseReason.RATE_LIMITED);
  }

  /** Or a peer that sends without end would keep those waiting who have sent one message. */
  @Test
  void aReadFullOfFramesIsDecodedInTurnsWithOthers() throws InterruptedException {
    BlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    node.turns = turns::add;
    open();

    pings(40);

    for (int expected : new int[] {16, 16, 8}) {
      for (int i = 0; i < expected; i++) {
        assertThat(peer.readsFrame().opcode()).isEqualTo(PONG);
      }
      if (expected == 16) {
        Objects.requireNonNull(turns.poll(5, TimeUnit.SECONDS), "no turn was asked for").run();
      }
    }
    assertThat(turns).isEmpty();
  }

  @Test
  void aPeerThatHasBrokenTheRateHasNoTurnAnyMore() {
    node.configuration = FEW_MESSAGES + "\nlifeline.connection.inbound.at-limit = disconnect";
    List<Runnable> turns = new CopyOnWriteArrayList<>();
    node.turns = turns::add;
    FakeNode.Opened opened = open();

    pings(150);

    assertThat(firstAfter(PONG).closeCode()).isEqualTo(1008);
    peer.ends();
    expectEnd(opened.connection(), CloseReason.RATE_LIMITED);
    assertThat(turns).isEmpty();
  }

  /** In one piece, so that they are read at once. */
  private void pings(int count) {
    ByteString pings = ByteString.emptyByteString();
    for (int i = 0; i < count; i++) {
      pings = pings.concat(ByteString.fromInts(0x89, 0x80, 0, 0, 0, 0));
    }
    peer.sends(pings);
  }

  /** The first frame that is not one of these. */
  private FakePeer.Frame firstAfter(int opcode) {
    FakePeer.Frame frame = peer.readsFrame();
    while (frame.opcode() == opcode) {
      frame = peer.readsFrame();
    }
    return frame;
  }

  private FakeNode.Opened open() {
    FakeNode.Opened opened = node.open(peer);
    inspected = opened.connection();
    peer.readsHead();
    peer.readsFrame();
    return opened;
  }
}
