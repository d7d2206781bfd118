package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.dialect.EchoDialect;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Compression from the handshake to the end, and that no end leaves anything. */
final class ConnectionCompressionTest extends ConnectionFixture {
  private static final String OFFER = "Sec-WebSocket-Extensions: permessage-deflate";
  private static final String HELLO = "f248cdc9c90700";
  private static final int COMPRESSED_TEXT = 0xc1;
  private static final int WINDOW = 32 << 10;

  @Test
  void offerIsAnsweredAndMessagesAreInflated() {
    openEcho(OFFER + "; client_max_window_bits");

    peer.sendsFrame(COMPRESSED_TEXT, hex(HELLO));
    assertThat(peer.readsFrame().text()).isEqualTo("Hello");
    peer.sendsFrame(COMPRESSED_TEXT, hex("f200110000")); // refers to the first
    assertThat(peer.readsFrame().text()).isEqualTo("Hello");
    assertThat(node.ledger.held(Resource.COMPRESSED_WEBSOCKETS)).isEqualTo(1);
    assertThat(node.ledger.held(Resource.INFLATIONS)).isEqualTo(1);
  }

  @Test
  void answerAboveTheThresholdIsCompressed() throws DataFormatException {
    openEcho(OFFER);
    String text = "so long, ".repeat(100);

    peer.sendsText(text);

    FakePeer.Frame frame = peer.readsFrame();
    assertThat(frame.payload().length()).isLessThan(100);
    assertThat(inflated(frame.payload())).isEqualTo(text);
    peer.sendsText("short");
    assertThat(peer.readsFrame().text()).isEqualTo("short");
  }

  @Test
  void nothingIsAnsweredWithoutAnOffer() {
    node.dialect = new EchoDialect();
    node.open(peer, "/ws");

    assertThat(peer.readsHead()).doesNotContainIgnoringCase("extensions");
    assertThat(node.ledger.held(Resource.COMPRESSED_WEBSOCKETS)).isZero();
  }

  @Test
  void corruptDataEndsTheConnection() {
    FakeNode.Opened opened = openEcho(OFFER);

    peer.sendsFrame(COMPRESSED_TEXT, hex("07"));

    assertThat(peer.readsFrame().closeCode()).isEqualTo(1007);
    inspected = opened.connection();
    passUntilGone(opened.connection(), Duration.ofSeconds(5));
    expectEnd(opened.connection(), CloseReason.CORRUPT_COMPRESSION);
    expectNothingHeld();
  }

  @Test
  void closeInTheMiddleOfAMessageLeavesNothing() {
    FakeNode.Opened opened = openEcho(OFFER);
    beginMessage();

    peer.sendsFrame(0x88, ByteString.fromArray(new byte[] {3, (byte) 0xe8}));

    expectEnd(opened.connection(), CloseReason.PEER_CLOSED);
    expectNothingHeld();
  }

  @Test
  void resetInTheMiddleOfAMessageLeavesNothing() {
    FakeNode.Opened opened = openEcho(OFFER);
    beginMessage();

    peer.resets();

    expectEnd(opened.connection(), CloseReason.PEER_RESET);
    expectNothingHeld();
  }

  @Test
  void stopFromOutsideInTheMiddleOfAMessageLeavesNothing() {
    FakeNode.Opened opened = openEcho(OFFER);
    beginMessage();

    kit.stop(opened.connection());

    expectNothingHeld();
  }

  /** The message's inflater is held beside what the client takes over. */
  private void beginMessage() {
    peer.sendsFrame(COMPRESSED_TEXT & 0x7f, hex("f248cd"));
    eventually(
        () -> assertThat(node.events.value(Metric.COMPRESSION_MEMORY)).isGreaterThan(WINDOW));
  }

  private void expectNothingHeld() {
    eventually(
        () -> {
          assertThat(node.events.value(Metric.COMPRESSION_MEMORY)).isZero();
          assertThat(node.ledger.held(Resource.COMPRESSED_WEBSOCKETS)).isZero();
          assertThat(node.ledger.held(Resource.INFLATIONS)).isZero();
        });
  }

  private FakeNode.Opened openEcho(String offer) {
    node.dialect = new EchoDialect();
    FakeNode.Opened opened = node.open(peer, "/ws", offer);
    assertThat(peer.readsHead())
        .containsIgnoringCase(
            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n");
    assertThat(node.events.value(Metric.COMPRESSION_MEMORY)).isEqualTo(WINDOW);
    return opened;
  }

  private static ByteString hex(String hex) {
    return ByteString.fromArray(HexFormat.of().parseHex(hex));
  }

  private static String inflated(ByteString compressed) throws DataFormatException {
    Inflater inflater = new Inflater(true);
    inflater.setInput(compressed.concat(hex("0000ffff")).toArray());
    byte[] out = new byte[10_000];
    int count = inflater.inflate(out);
    inflater.end();
    return ByteString.fromArray(Arrays.copyOf(out, count)).utf8String();
  }
}
