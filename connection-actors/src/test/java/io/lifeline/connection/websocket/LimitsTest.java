package io.lifeline.connection.websocket;

import static io.lifeline.connection.CloseReason.MESSAGE_TOO_BIG;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Violation;
import io.lifeline.telemetry.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a peer can make the decoder hold: limits, and memory below them. */
class LimitsTest {
  private static final WebSocketLimits LIMITS = new WebSocketLimits(1000, 1500);

  @Test
  void frameOfExactlyTheLimitIsRead() {
    assertThat(decode(ClientFrame.sized(Opcode.BINARY, 1000)))
        .containsExactly(new Binary(ByteString.fromArray(new byte[1000])));
  }

  @Test
  void longerFrameIsTooBigAsSoonAsItsHeaderSaysSo() {
    byte[] lengthOnly = ClientFrame.bytes("82 fe 03e9"); // 1001 bytes; no mask, no payload yet

    assertThat(Decoding.decode(LIMITS, lengthOnly))
        .containsExactly(new Violation(MESSAGE_TOO_BIG, "frame of 1001 bytes (limit: 1000)"));
  }

  @ParameterizedTest
  @CsvSource({"4294967296", "4294967297", "9223372036854775807"})
  void lengthBeyondAnIntIsTooBig(long length) {
    byte[] bytes = ClientFrame.hex(Opcode.BINARY, "00").withLengthIn(8).claiming(length);

    assertThat(Decoding.decode(LIMITS, bytes))
        .containsExactly(
            new Violation(MESSAGE_TOO_BIG, "frame of " + length + " bytes (limit: 1000)"));
  }

  @Test
  void messageOfExactlyTheLimitIsReadInFragments() {
    assertThat(
            decode(
                ClientFrame.sized(Opcode.BINARY, 1000).unfinished(),
                ClientFrame.sized(Opcode.CONTINUATION, 500)))
        .containsExactly(new Binary(ByteString.fromArray(new byte[1500])));
  }

  @Test
  void fragmentsTogetherAreTooBigAsSoonAsAHeaderSaysSo() {
    byte[] fragment = ClientFrame.sized(Opcode.BINARY, 1000).unfinished().bytes();
    byte[] bytes = Arrays.copyOf(fragment, fragment.length + 4);
    System.arraycopy(ClientFrame.bytes("80 fe 01f5"), 0, bytes, fragment.length, 4); // 501 more

    assertThat(Decoding.decode(LIMITS, bytes))
        .containsExactly(new Violation(MESSAGE_TOO_BIG, "message of 1501 bytes (limit: 1500)"));
  }

  @Test
  void controlFrameBetweenFragmentsDoesNotCountAsPartOfTheMessage() {
    assertThat(
            decode(
                ClientFrame.sized(Opcode.BINARY, 1000).unfinished(),
                ClientFrame.sized(Opcode.CONTINUATION, 500).unfinished(),
                ClientFrame.sized(Opcode.PING, 125),
                ClientFrame.sized(Opcode.CONTINUATION, 0)))
        .hasSize(2);
  }

  @Test
  void singleFrameAboveTheMessageLimitIsTooBig() {
    WebSocketLimits shortMessages = new WebSocketLimits(1000, 500);

    assertThat(Decoding.decode(shortMessages, ClientFrame.sized(Opcode.BINARY, 501).bytes()))
        .containsExactly(new Violation(MESSAGE_TOO_BIG, "message of 501 bytes (limit: 500)"));
  }

  @Test
  void claimedLengthAllocatesNothing() {
    WebSocketLimits generous = new WebSocketLimits(1 << 30, 1 << 30);
    byte[] claim = ClientFrame.hex(Opcode.BINARY, "00").withLengthIn(8).claiming(1 << 30);

    long allocated =
        Allocation.of(() -> Decoding.decodePieces(generous, List.of(claim, new byte[] {1})));

    assertThat(allocated).isLessThan(100_000);
  }

  @Test
  void endlessEmptyFragmentsAllocateNothingThatStays() {
    WebSocketDecoder decoder = new WebSocketDecoder(LIMITS);
    List<Inbound> events = new ArrayList<>();
    Consumer<Inbound> toEvents = events::add;
    decoder.decode(bytes(ClientFrame.text("").unfinished()), toEvents);
    ByteString empty = bytes(ClientFrame.sized(Opcode.CONTINUATION, 0).unfinished());
    decoder.decode(empty, toEvents);

    long allocated =
        Allocation.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                decoder.decode(empty, toEvents);
              }
            });

    assertThat(allocated).isLessThan(100_000);
    assertThat(events).isEmpty();
    assertThat(decoder.isMidMessage()).isTrue();
  }

  @Test
  void tinyFragmentsCostAtMostAFewTimesTheirBytes() {
    WebSocketLimits generous = new WebSocketLimits(1 << 20, 1 << 20);
    WebSocketDecoder decoder = new WebSocketDecoder(generous);
    List<Inbound> events = new ArrayList<>();
    Consumer<Inbound> toEvents = events::add;
    decoder.decode(bytes(ClientFrame.hex(Opcode.BINARY, "00").unfinished()), toEvents);
    ByteString tiny = bytes(ClientFrame.hex(Opcode.CONTINUATION, "01").unfinished());

    long allocated =
        Allocation.of(
            () -> {
              for (int i = 0; i < 100_000; i++) {
                decoder.decode(tiny, toEvents);
              }
            });

    assertThat(allocated).isLessThan(600_000); // all arrays of the doubling: below 4 x 131,072
    assertThat(events).isEmpty();
  }

  private static List<Inbound> decode(ClientFrame... frames) {
    return Decoding.decode(LIMITS, Decoding.concatenated(frames));
  }

  private static ByteString bytes(ClientFrame frame) {
    return ByteString.fromArray(frame.bytes());
  }
}
