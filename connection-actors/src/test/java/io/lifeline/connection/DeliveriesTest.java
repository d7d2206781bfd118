package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.dialect.EchoDialect;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.telemetry.Metric;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a node counts as delivered: messages, and none of the frames that keep a socket going. */
class DeliveriesTest extends ConnectionFixture {
  private static final int CLOSE = 8;
  private static final int MANY = 40;
  private static final ByteString PING_FROM_PEER = ByteString.fromInts(0x89, 0x80, 0, 0, 0, 0);

  @Test
  void pingsPongsAndTheCloseFrameAreNoDeliveries() {
    FakeNode.Opened opened = open();

    peer.sends(PING_FROM_PEER.concat(text('1')).concat(PING_FROM_PEER).concat(text('2')));
    reads(4);
    peer.sends(PING_FROM_PEER);
    reads(1);
    opened.writer().tell(new Writer.SendControl(FrameEncoder.ping(ByteString.emptyByteString())));
    reads(1);
    opened.writer().tell(new Writer.Deliver("news", FrameEncoder.text(new byte[5])));
    reads(1);
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));

    assertThat(peer.readsFrame().opcode()).isEqualTo(CLOSE);
    eventually(() -> assertThat(node.events.value(Metric.DELIVERIES)).isEqualTo(3));
  }

  /** While one write waits for the socket, the rest becomes one write with the close frame. */
  @Test
  void messagesThatWaitForTheSocketAreCountedWithTheCloseFrameBehindThem() {
    FakeNode.Opened opened = open();
    for (int i = 0; i < MANY; i++) {
      opened.writer().tell(new Writer.Deliver("news", FrameEncoder.text(new byte[100])));
      opened.writer().tell(new Writer.SendControl(FrameEncoder.ping(ByteString.emptyByteString())));
    }

    opened.writer().tell(new Writer.Close(FrameEncoder.close(1000, ""), false, true));

    reads(2 * MANY);
    assertThat(peer.readsFrame().opcode()).isEqualTo(CLOSE);
    eventually(() -> assertThat(node.events.value(Metric.DELIVERIES)).isEqualTo(MANY));
  }

  private void reads(int frames) {
    for (int i = 0; i < frames; i++) {
      assertThat(peer.readsFrame().opcode()).isNotEqualTo(CLOSE);
    }
  }

  /** A text frame of one character, masked with zeros. */
  private static ByteString text(char character) {
    return ByteString.fromInts(0x81, 0x81, 0, 0, 0, 0, character);
  }

  private FakeNode.Opened open() {
    node.dialect = new EchoDialect();
    FakeNode.Opened opened = node.open(peer);
    inspected = opened.connection();
    peer.readsHead();
    return opened;
  }
}
