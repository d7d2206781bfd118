package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Each way in which an open WebSocket ends, and that nothing is left of it. */
class ConnectionEndTest extends ConnectionFixture {
  private static final int CLOSE = 8;

  @Test
  void closingPeerGetsItsCloseFrameBack() {
    FakeNode.Opened opened = open();

    peer.sendsFrame(0x88, ByteString.fromInts(0x0f, 0xa1)); // 4001
    assertThat(peer.readsFrame().closeCode()).isEqualTo(4001);
    peer.readsToEnd();

    expectEnd(opened.connection(), CloseReason.PEER_CLOSED);
  }

  @Test
  void emptyCloseFrameIsAnsweredWithAnEmptyOne() {
    FakeNode.Opened opened = open();

    peer.sendsFrame(0x88, ByteString.emptyByteString());
    FakePeer.Frame close = peer.readsFrame();

    assertThat(close.opcode()).isEqualTo(CLOSE);
    assertThat(close.payload().length()).isZero();
    expectEnd(opened.connection(), CloseReason.PEER_CLOSED);
  }

  @Test
  void peerThatEndsWithoutACloseFrame() {
    FakeNode.Opened opened = open();

    peer.ends();

    expectEnd(opened.connection(), CloseReason.PEER_ENDED);
  }

  @Test
  void peerThatResets() {
    FakeNode.Opened opened = open();

    peer.resets();

    expectEnd(opened.connection(), CloseReason.PEER_RESET);
  }

  @Test
  void silentPeerIsNoticedByItsHeartbeat() {
    node.configuration = "lifeline.connection.heartbeat { interval = 10s, answer-within = 2s }";
    FakeNode.Opened opened = open();

    pass(Duration.ofSeconds(10 + 3 * 2));

    expectCloseFrame(3012);
    expectEnd(opened.connection(), CloseReason.SILENT_PEER);
  }

  @Test
  void pushesToADeadPeerDoNotKeepItAlive() {
    node.configuration =
        "lifeline.connection { receive-timeout = 20s,"
            + " heartbeat { interval = 10s, answer-within = 3s } }";
    FakeNode.Opened opened = open();

    for (int second = 0; second < 19; second++) {
      opened.writer().tell(new Writer.Deliver("news", text("{}")));
      opened.connection().tell(new ConnectionActor.BeatReport(0, 1));
      pass(Duration.ofSeconds(1));
    }
    pass(Duration.ofSeconds(3)); // its socket takes nothing, not even the close frame

    expectEnd(opened.connection(), CloseReason.SILENT_PEER);
  }

  @Test
  void receiveTimeoutEndsWhatTheHeartbeatMissed() {
    node.adjusted = ConnectionEndTest::withSleepingHeartbeat;
    FakeNode.Opened opened = open();

    for (int i = 0; i < 9; i++) {
      opened.writer().tell(new Writer.Deliver("news", text("{}")));
      clock.timePasses(Duration.ofSeconds(10));
    }

    expectCloseFrame(3013);
    expectEnd(opened.connection(), CloseReason.RECEIVE_TIMEOUT);
  }

  @Test
  void peerThatSpeaksIsNotTimedOut() {
    node.adjusted = ConnectionEndTest::withSleepingHeartbeat;
    FakeNode.Opened opened = open();

    for (int i = 0; i < 4; i++) {
      clock.timePasses(Duration.ofSeconds(60));
      peer.sendsText("{\"id\":" + (i + 1) + ",\"nonsense\":{}}");
      assertThat(peer.readsFrame().text()).contains("error");
    }

    assertThat(view(opened.connection()).state()).isEqualTo("active");
  }

  @Test
  void messageThatIsTooBig() {
    FakeNode.Opened opened = open();

    peer.sends(ByteString.fromInts(0x82, 0xff, 0x7f, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0));

    expectCloseFrame(1009);
    pass(Duration.ofSeconds(1));
    expectEnd(opened.connection(), CloseReason.MESSAGE_TOO_BIG);
  }

  @Test
  void messageThatIsTooSlow() {
    FakeNode.Opened opened = open();
    peer.sends(ByteString.fromInts(0x81, 0x8a, 0, 0, 0, 0, 'h', 'e'));

    for (int second = 0; second < 6; second++) {
      pass(Duration.ofSeconds(5));
      peer.sends(ByteString.fromInts('x'));
    }

    expectCloseFrame(1008);
    pass(Duration.ofSeconds(3));
    expectEnd(opened.connection(), CloseReason.MESSAGE_TOO_SLOW);
  }

  @Test
  void violatedProtocol() {
    FakeNode.Opened opened = open();

    peer.sends(ByteString.fromInts(0x81, 0x02, 'h', 'i')); // not masked

    expectCloseFrame(1002);
    pass(Duration.ofSeconds(1));
    expectEnd(opened.connection(), CloseReason.PROTOCOL_VIOLATION);
  }

  @Test
  void textThatIsNotUtf8() {
    FakeNode.Opened opened = open();

    peer.sendsFrame(0x81, ByteString.fromInts(0xff, 0xfe));

    expectCloseFrame(1007);
    pass(Duration.ofSeconds(1));
    expectEnd(opened.connection(), CloseReason.INVALID_TEXT);
  }

  @Test
  void kindOfMessageThatTheDialectDoesNotKnow() {
    FakeNode.Opened opened = open();

    peer.sendsFrame(0x82, ByteString.fromInts(1, 2, 3));

    expectCloseFrame(1003);
    peer.sendsFrame(0x88, ByteString.fromInts(0x03, 0xeb));
    expectEnd(opened.connection(), CloseReason.UNSUPPORTED_DATA);
  }

  @Test
  void consumerThatIsTooSlow() {
    node.configuration = "lifeline.connection.outbound.limit = 4KiB";
    FakeNode.Opened opened = open();
    ByteString kilobyte = text("x".repeat(1000));

    for (int i = 0; i < 64; i++) {
      opened.writer().tell(new Writer.Deliver("news", kilobyte));
    }

    passUntilGone(opened.connection(), Duration.ofSeconds(10)); // at once if the close frame fits
    expectEnd(opened.connection(), CloseReason.SLOW_CONSUMER);
  }

  @Test
  void kickedUserIsToldWhy() {
    FakeNode.Opened opened = open();

    opened
        .connection()
        .tell(new ConnectionActor.End(new Ending(CloseReason.KICKED, 4500, "go away")));

    FakePeer.Frame close = peer.readsFrame();
    assertThat(close.closeCode()).isEqualTo(4500);
    assertThat(close.closeText()).isEqualTo("go away");
    peer.sendsFrame(0x88, close.payload());
    peer.readsToEnd();
    expectEnd(opened.connection(), CloseReason.KICKED);
  }

  @Test
  void drainingNodeSendsWhatWaitsBeforeItsCloseFrame() {
    FakeNode.Opened opened = open();
    opened.writer().tell(new Writer.Deliver("news", text("last words")));

    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.NODE_DRAINING)));

    assertThat(peer.readsFrame().text()).isEqualTo("last words");
    expectCloseFrame(1012);
    pass(Duration.ofSeconds(3)); // the peer never answers
    expectEnd(opened.connection(), CloseReason.NODE_DRAINING);
  }

  @Test
  void expiredTokenEndsItsConnection() {
    node.verdict =
        CompletableFuture.completedFuture(
            new Authenticator.Authenticated(
                new Identity(
                    "alice", List.of("*"), List.of(), Instant.now().plus(Duration.ofSeconds(20)))));
    FakeNode.Opened opened = open();

    pass(Duration.ofSeconds(20));

    expectCloseFrame(3005);
    peer.sendsFrame(0x88, ByteString.fromInts(0x0b, 0xbd));
    expectEnd(opened.connection(), CloseReason.TOKEN_EXPIRED);
  }

  @Test
  void failingHeartbeatEndsItsConnection() {
    node.dialect = new FaultyDialect(FaultyDialect.Fault.IN_PING);
    node.configuration = "lifeline.connection.heartbeat.interval = 1s";
    FakeNode.Opened opened = open();

    LoggingTestKit.error("a bug in ping")
        .expect(
            kit.system(),
            () -> {
              pass(Duration.ofSeconds(1));
              return null;
            });

    expectCloseFrame(1011);
    peer.sendsFrame(0x88, ByteString.fromInts(0x03, 0xf3));
    expectEnd(opened.connection(), CloseReason.HEARTBEAT_FAILED);
  }

  @Test
  void failingWriterEndsItsConnection() {
    FakeNode.Opened opened = open();

    eventually(() -> assertThat(node.events.value(Metric.WRITES)).isPositive()); // the greeting
    node.failing = Metric.WRITES;

    LoggingTestKit.error("a bug in WRITES")
        .expect(
            kit.system(),
            () -> {
              opened.writer().tell(new Writer.Deliver("news", text("{}")));
              return null;
            });

    expectCloseFrame(1011);
    expectEnd(opened.connection(), CloseReason.WRITER_FAILED);
  }

  @Test
  void failingStreamEndsItsConnection() {
    FakeNode.Opened opened = open();
    node.failing = Metric.BYTES_RECEIVED;

    peer.sendsText("{}");

    expectEnd(opened.connection(), CloseReason.STREAM_FAILED);
  }

  @Test
  void bugInOurOwnCodeEndsItsConnectionAndTellsThePeer() {
    node.dialect = new FaultyDialect(FaultyDialect.Fault.IN_COMMANDS);
    FakeNode.Opened opened = open();

    LoggingTestKit.error("failed while handling [PeerSpoke]")
        .expect(
            kit.system(),
            () -> {
              peer.sendsText("{}");
              return null;
            });

    expectCloseFrame(1011);
    pass(Duration.ofSeconds(3));
    expectEnd(opened.connection(), CloseReason.INTERNAL_ERROR);
  }

  @Test
  void cutConnectionEndsAtOnceAndSaysWhy() {
    FakeNode.Opened opened = open();

    opened.connection().tell(new ConnectionActor.Cut(CloseReason.NODE_DRAINING));

    peer.readsToEnd();
    expectEnd(opened.connection(), CloseReason.NODE_DRAINING);
  }

  @Test
  void cutWhileClosingKeepsTheReason() {
    FakeNode.Opened opened = open();
    opened.connection().tell(new ConnectionActor.End(Ending.of(CloseReason.KICKED)));
    expectCloseFrame(3503);

    opened.connection().tell(new ConnectionActor.Cut(CloseReason.NODE_DRAINING));

    expectEnd(opened.connection(), CloseReason.KICKED);
    assertThat(node.closed(CloseReason.NODE_DRAINING)).isZero();
  }

  @Test
  void stopFromOutsideTakesEverythingWithIt() {
    FakeNode.Opened opened = open();

    kit.stop(opened.connection());

    peer.readsToEnd();
    eventually(() -> assertThat(node.isEmpty()).isTrue());
  }

  /** A heartbeat that fails to notice anything, which no configuration permits. */
  private static ConnectionSettings withSleepingHeartbeat(ConnectionSettings settings) {
    return new ConnectionSettings(
        settings.handshakeTimeout(),
        settings.maxHeadBytes(),
        settings.receiveTimeout(),
        settings.closeTimeout(),
        settings.maxChannels(),
        new HeartbeatSettings(Duration.ofDays(100), Duration.ofSeconds(1), 1),
        settings.compression(),
        settings.webSocket(),
        settings.endpoints());
  }

  private FakeNode.Opened open() {
    FakeNode.Opened opened = node.open(peer);
    inspected = opened.connection();
    peer.readsHead();
    assertThat(peer.readsFrame().text()).contains("connected");
    return opened;
  }

  /** The close frame, behind whatever else is under way. */
  private void expectCloseFrame(int code) {
    FakePeer.Frame frame = peer.readsFrame();
    while (frame.opcode() != CLOSE) {
      frame = peer.readsFrame();
    }
    assertThat(frame.closeCode()).isEqualTo(code);
  }

  private static ByteString text(String text) {
    return FrameEncoder.text(ByteString.fromString(text));
  }
}
