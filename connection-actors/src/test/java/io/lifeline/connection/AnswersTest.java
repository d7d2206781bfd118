package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.dialect.EchoDialect;
import io.lifeline.connection.websocket.FrameEncoder;
import java.time.Duration;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a peer is answered, and that its answers slow it down instead of ending it. */
class AnswersTest extends ConnectionFixture {
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PONG = 10;

  @Test
  void peerThatReadsLateIsNotReadFromInTheMeantime() {
    node.configuration = "lifeline.connection.outbound.limit = 4KiB";
    open();
    for (int i = 0; i < 64; i++) {
      peer.sendsText(i + "x".repeat(1000));
    }

    for (int i = 0; i < 64; i++) {
      assertThat(peer.readsFrame().text()).startsWith(i + "x");
    }
  }

  @Test
  void pingsOfAPeerThatReadsLateAreAllAnswered() {
    node.configuration = "lifeline.connection.outbound.limit = 4KiB";
    open();
    for (int i = 0; i < 100; i++) {
      peer.sendsFrame(0x89, ByteString.fromString("%03d".formatted(i) + "x".repeat(122)));
    }

    for (int i = 0; i < 100; i++) {
      FakePeer.Frame pong = peer.readsFrame();
      assertThat(pong.opcode()).isEqualTo(PONG);
      assertThat(pong.text()).startsWith("%03d".formatted(i));
    }
  }

  @Test
  void answerMayBeLargerThanWhatMayWait() {
    node.configuration = "lifeline.connection.outbound.limit = 4KiB";
    open();
    ByteString large = ByteString.fromString("y".repeat(60_000));

    peer.sendsFrame(0x81, ByteString.fromString("x"));
    peer.sendsFrame(0x81, large);
    peer.sendsFrame(0x81, large);

    assertThat(peer.readsFrame().text()).isEqualTo("x");
    assertThat(peer.readsFrame().payload()).isEqualTo(large);
    assertThat(peer.readsFrame().payload()).isEqualTo(large);
  }

  @Test
  void whatCameBeforeAViolationIsAnsweredBeforeTheCloseFrame() {
    FakeNode.Opened opened = open();

    peer.sends(
        frame(0x81, "one")
            .concat(frame(0x81, "two"))
            .concat(frame(0x89, "p"))
            .concat(frame(0xb1, "reserved bits")));

    assertThat(peer.readsFrame().text()).isEqualTo("one");
    assertThat(peer.readsFrame().text()).isEqualTo("two");
    assertThat(peer.readsFrame().opcode()).isEqualTo(PONG);
    assertThat(peer.readsFrame().closeCode()).isEqualTo(1002);
    pass(Duration.ofSeconds(1));
    expectEnd(opened.connection(), CloseReason.PROTOCOL_VIOLATION);
  }

  @Test
  void whatCameBeforeTheCloseFrameIsAnsweredBeforeItsEcho() {
    FakeNode.Opened opened = open();

    peer.sends(
        frame(0x81, "one").concat(frame(0x81, "two")).concat(frame(0x88, "\u0003\u00e8bye")));

    assertThat(peer.readsFrame().text()).isEqualTo("one");
    assertThat(peer.readsFrame().text()).isEqualTo("two");
    FakePeer.Frame close = peer.readsFrame();
    assertThat(close.closeCode()).isEqualTo(1000);
    assertThat(close.closeText()).isEqualTo("bye");
    assertThat(peer.readsToEnd().utf8String()).isEmpty();
    expectEnd(opened.connection(), CloseReason.PEER_CLOSED);
  }

  @Test
  void bothSidesCloseAtOnce() {
    FakeNode.Opened opened = open();
    for (int i = 0; i < 40; i++) {
      opened.writer().tell(new Writer.Deliver("news", FrameEncoder.text(new byte[100])));
    }

    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
    peer.sends(frame(0x88, "\u0003\u00e8"));

    FakePeer.Frame frame = peer.readsFrame();
    while (frame.opcode() == TEXT) {
      frame = peer.readsFrame();
    }
    assertThat(frame.opcode()).isEqualTo(CLOSE);
    assertThat(peer.readsToEnd().utf8String()).isEmpty();
    kit.createTestProbe().expectTerminated(opened.connection());
  }

  private FakeNode.Opened open() {
    node.dialect = new EchoDialect();
    FakeNode.Opened opened = node.open(peer);
    inspected = opened.connection();
    peer.readsHead();
    return opened;
  }

  /** A frame of less than 126 bytes, masked with zeros; text in ISO-8859-1. */
  private static ByteString frame(int firstByte, String payload) {
    return ByteString.fromInts(firstByte, 0x80 | payload.length(), 0, 0, 0, 0)
        .concat(ByteString.fromString(payload, java.nio.charset.StandardCharsets.ISO_8859_1));
  }
}
