package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.Seeds;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Ping;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import io.lifeline.telemetry.Allocation;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.Deflater;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames with RSV1 (RFC 7692 sections 6 and 7.2), in one piece, byte by byte, in random pieces. */
class CompressedFramesTest {
  private static final int RSV1 = 4;
  private static final String HELLO = "f2 48 cd c9 c9 07 00";
  private static final WebSocketLimits LIMITS = new WebSocketLimits(10_000, 20_000);

  private final ResourceLedger ledger = new ResourceLedger();

  @AfterEach
  void nothingIsLeft() {
    assertThat(ledger.held(Resource.INFLATIONS)).isZero();
  }

  @Test
  void compressedMessageIsInflated() {
    assertThat(decode(compressed(Opcode.TEXT, HELLO), compressed(Opcode.BINARY, HELLO)))
        .containsExactly(text("Hello"), new Binary(ByteString.fromString("Hello")));
  }

  /** Section 7.2.3.1: only the first frame carries RSV1. */
  @Test
  void fragmentsAreInflatedWithControlFramesBetween() {
    assertThat(
            decode(
                compressed(Opcode.TEXT, "f2 48 cd").unfinished(),
                ClientFrame.hex(Opcode.PING, "01"),
                ClientFrame.hex(Opcode.CONTINUATION, "").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "c9 c9 07 00")))
        .containsExactly(new Ping(ByteString.fromArray(new byte[] {1})), text("Hello"));
  }

  @Test
  void plainMessagesMayComeBetweenCompressedOnes() {
    assertThat(
            decode(
                ClientFrame.text("plain"),
                compressed(Opcode.TEXT, HELLO),
                ClientFrame.text("again").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, ""),
                compressed(Opcode.TEXT, "f2 00 11 00 00")))
        .containsExactly(text("plain"), text("Hello"), text("again"), text("Hello"));
  }

  @Test
  void emptyMessagesAreEmpty() {
    assertThat(
            decode(
                compressed(Opcode.TEXT, "00"),
                compressed(Opcode.BINARY, "").unfinished(),
                ClientFrame.hex(Opcode.CONTINUATION, "00")))
        .containsExactly(text(""), new Binary(ByteString.emptyByteString()));
  }

  @Test
  void reservedBitsAreForTheFirstFrameOfAMessage() {
    expectViolation(
        decode(
            compressed(Opcode.TEXT, "f2 48 cd").unfinished(),
            compressed(Opcode.CONTINUATION, "c9 c9 07 00")),
        CloseReason.PROTOCOL_VIOLATION);
    expectViolation(decode(compressed(Opcode.PING, "")), CloseReason.PROTOCOL_VIOLATION);
    expectViolation(decode(compressed(Opcode.PONG, "")), CloseReason.PROTOCOL_VIOLATION);
    expectViolation(decode(compressed(Opcode.CLOSE, "")), CloseReason.PROTOCOL_VIOLATION);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 6, 7})
  void otherReservedBitsAreForNobody(int bits) {
    expectViolation(
        decode(ClientFrame.hex(Opcode.TEXT, HELLO).withReserved(bits)),
        CloseReason.PROTOCOL_VIOLATION);
  }

  @Test
  void nobodyMayCompressWithoutAnAgreement() {
    expectViolation(
        Decoding.decode(compressed(Opcode.TEXT, HELLO)), CloseReason.PROTOCOL_VIOLATION);
  }

  @Test
  void corruptDataEndsTheConnection() {
    expectViolation(decode(compressed(Opcode.TEXT, "07")), CloseReason.CORRUPT_COMPRESSION);
    expectViolation(decode(compressed(Opcode.BINARY, "f2 48 cd")), CloseReason.CORRUPT_COMPRESSION);
  }

  /** Not when the message is complete: its sender may never complete it. */
  @Test
  void wrongTextIsSeenInTheFragmentThatHasIt() {
    byte[] latin1 = "caf\u00e9 au lait".getBytes(StandardCharsets.ISO_8859_1);

    expectViolation(
        decode(compressed(Opcode.TEXT, deflated(latin1, false)).unfinished()),
        CloseReason.INVALID_TEXT);
    assertThat(decode(compressed(Opcode.BINARY, deflated(latin1, true))))
        .containsExactly(new Binary(ByteString.fromArray(latin1)));
  }

  @Test
  void textThatEndsInsideACharacterIsWrong() {
    byte[] half = Arrays.copyOf("\u65e5".getBytes(StandardCharsets.UTF_8), 2);

    expectViolation(
        decode(compressed(Opcode.TEXT, deflated(half, true))), CloseReason.INVALID_TEXT);
  }

  @Test
  void inflatedMessageMayHaveTheLimitAndNotAByteMore() {
    byte[] most = new byte[LIMITS.maxMessageBytes()];
    byte[] tooMuch = new byte[LIMITS.maxMessageBytes() + 1];

    assertThat(decode(compressed(Opcode.BINARY, deflated(most, true))))
        .containsExactly(new Binary(ByteString.fromArray(most)));
    expectViolation(
        decode(compressed(Opcode.BINARY, deflated(tooMuch, true))), CloseReason.MESSAGE_TOO_BIG);
  }

  /** What cannot be compressed is longer on the wire than the message is. */
  @Test
  void compressingInVainDoesNotBreakTheLimit() {
    byte[] noise = RandomFrames.binary(LIMITS.maxFrameBytes(), Seeds.random("noise"));
    byte[] deflated = deflated(noise, true);
    assertThat(deflated.length).isGreaterThan(noise.length);

    assertThat(decode(compressed(Opcode.BINARY, deflated)))
        .containsExactly(new Binary(ByteString.fromArray(noise)));
  }

  @Test
  void endlessEmptyBlocksComeToTheLimit() {
    ClientFrame[] frames = new ClientFrame[10];
    byte[] empty = new byte[5 * 1000];
    for (int i = 3; i < empty.length; i += 5) {
      empty[i] = (byte) 0xff;
      empty[i + 1] = (byte) 0xff;
    }
    Arrays.fill(frames, ClientFrame.of(Opcode.CONTINUATION, empty).unfinished());
    frames[0] = compressed(Opcode.BINARY, empty).unfinished();

    expectViolation(decode(frames), CloseReason.MESSAGE_TOO_BIG);
  }

  /** A thousandfold: 16 KiB that would become 16 MiB. */
  @Test
  void bombCostsNoMoreThanTheLimit() {
    byte[] bomb = deflated(new byte[16 << 20], true);
    WebSocketLimits limits = new WebSocketLimits(64 << 10, 64 << 10);
    ByteString bytes = ByteString.fromArray(compressed(Opcode.BINARY, bomb).bytes());
    explode(limits, bytes); // the classes and the pooled inflater are there from now on

    assertThat(Allocation.of(() -> explode(limits, bytes)))
        .isLessThan(4L * limits.maxMessageBytes());
  }

  private void explode(WebSocketLimits limits, ByteString bytes) {
    List<Inbound> events = new ArrayList<>();
    WebSocketDecoder decoder = decoder(limits);
    decoder.decode(bytes, events::add);
    decoder.close();
    expectViolation(events, CloseReason.MESSAGE_TOO_BIG);
  }

  /** Many small frames that are each within the limit must not pile up either. */
  @Test
  void oneReadInflatesToNoMoreThanTwoMessages() {
    byte[] deflated = deflated(new byte[LIMITS.maxMessageBytes()], true);
    ClientFrame[] frames = new ClientFrame[50];
    Arrays.fill(frames, compressed(Opcode.BINARY, deflated));
    WebSocketDecoder decoder = decoder(LIMITS);
    decoder.take(ByteString.fromArray(Decoding.concatenated(frames)));

    int messages = 0;
    while (decoder.hasRest()) {
      List<Inbound> events = new ArrayList<>();
      decoder.decodeRest(events::add);
      assertThat(events).hasSizeBetween(1, 2);
      messages += events.size();
    }
    decoder.close();

    assertThat(messages).isEqualTo(frames.length);
  }

  @Test
  void conversationIsReadAsItWasMeant() {
    SplittableRandom random = Seeds.random("compressed conversations");
    for (int round = 0; round < 200; round++) {
      Deflater deflater = new Deflater(random.nextInt(1, 10), true);
      List<ClientFrame> frames = new ArrayList<>();
      List<Inbound> meant = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        byte[] text = RandomFrames.text(random);
        boolean plain = random.nextInt(4) == 0;
        byte[] payload = plain ? text : deflated(deflater, text, true);
        int split = random.nextInt(payload.length + 1);
        ClientFrame first = ClientFrame.of(Opcode.TEXT, Arrays.copyOf(payload, split));
        frames.add((plain ? first : first.withReserved(RSV1)).unfinished());
        frames.add(
            ClientFrame.of(
                Opcode.CONTINUATION, Arrays.copyOfRange(payload, split, payload.length)));
        meant.add(new Text(ByteString.fromArray(text)));
      }
      deflater.end();
      byte[] bytes = Decoding.concatenated(frames.toArray(ClientFrame[]::new));

      assertThat(decodePieces(Decoding.randomPieces(bytes, random))).isEqualTo(meant);
    }
  }

  /** What we compress a client with the same rules understands. */
  @Test
  void compressedFrameHasTheBitAndIsShorter() {
    ByteString payload = ByteString.fromString("to be or not to be, ".repeat(50));
    Compression compression = compression(1 << 20);
    ByteString frame =
        FrameEncoder.message(
            Message.text(payload),
            compression.negotiate(List.of("permessage-deflate")).deflation());

    assertThat(frame.apply(0)).isEqualTo((byte) 0xc1);
    assertThat(frame.length()).isLessThan(payload.length() / 4);
    int header = frame.apply(1) == 126 ? 4 : 2;
    assertThat(decode(compressed(Opcode.TEXT, frame.drop(header).toArray())))
        .containsExactly(new Text(payload));
  }

  private List<Inbound> decode(ClientFrame... frames) {
    byte[] bytes = Decoding.concatenated(frames);
    List<Inbound> whole = decodePieces(List.of(bytes));
    List<byte[]> single = new ArrayList<>();
    for (byte b : bytes) {
      single.add(new byte[] {b});
    }
    assertThat(decodePieces(single)).as("byte by byte").isEqualTo(whole);
    SplittableRandom random = Seeds.random("splits");
    for (int i = 0; i < 10; i++) {
      assertThat(decodePieces(Decoding.randomPieces(bytes, random)))
          .as("in random pieces")
          .isEqualTo(whole);
    }
    return whole;
  }

  private List<Inbound> decodePieces(List<byte[]> pieces) {
    WebSocketDecoder decoder = decoder(LIMITS);
    List<Inbound> events = new ArrayList<>();
    for (byte[] piece : pieces) {
      Decoding.decodeAll(decoder, ByteString.fromArray(piece), events);
    }
    decoder.close();
    return events;
  }

  private WebSocketDecoder decoder(WebSocketLimits limits) {
    return new WebSocketDecoder(
        limits, compression(1 << 20).negotiate(List.of("permessage-deflate")).newInflation(ledger));
  }

  private static Compression compression(int memory) {
    return new Compression(
        new CompressionSettings(true, 0, 6, memory, 15), new RecordingEventSink());
  }

  private static void expectViolation(List<Inbound> events, CloseReason reason) {
    assertThat(events).isNotEmpty();
    assertThat(events.get(events.size() - 1))
        .isInstanceOfSatisfying(
            Violation.class, violation -> assertThat(violation.reason()).isEqualTo(reason));
  }

  private static Text text(String text) {
    return new Text(ByteString.fromString(text));
  }

  private static ClientFrame compressed(int opcode, String hex) {
    return ClientFrame.hex(opcode, hex).withReserved(RSV1);
  }

  private static ClientFrame compressed(int opcode, byte[] deflated) {
    return ClientFrame.of(opcode, deflated).withReserved(RSV1);
  }

  private static byte[] deflated(byte[] payload, boolean whole) {
    Deflater deflater = new Deflater(9, true);
    byte[] deflated = deflated(deflater, payload, whole);
    deflater.end();
    return deflated;
  }

  /**
   * @param whole whether it is a whole message, whose last four bytes are taken off
   */
  private static byte[] deflated(Deflater deflater, byte[] payload, boolean whole) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    deflater.setInput(payload);
    int count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    while (count > 0) {
      out.write(buffer, 0, count);
      count = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    }
    byte[] all = out.toByteArray();
    if (all.length == 0) {
      return new byte[] {0};
    }
    return whole ? Arrays.copyOf(all, all.length - 4) : all;
  }
}
