package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.websocket.Inbound.Close;
import io.lifeline.connection.websocket.Inbound.Violation;
import io.lifeline.telemetry.Allocation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Whatever comes, the decoder answers with events and at most one end, never an exception. */
class HostileBytesTest {
  private static final WebSocketLimits LIMITS = new WebSocketLimits(4_000, 6_000);
  private static final int ROUNDS = 20_000;

  @Test
  void randomBytesGiveEventsAndAtMostOneEnd() {
    SplittableRandom random = Seeds.random("random bytes");
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      assertAnswered(bytes, random);
    }
  }

  @Test
  void mutatedFramesGiveEventsAndAtMostOneEnd() {
    SplittableRandom random = Seeds.random("mutated frames");
    int ends = 0;
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = mutated(Decoding.concatenated(RandomFrames.conversation(random)), random);
      ends += assertAnswered(bytes, random);
    }

    assertThat(ends).as("rounds in which a mutation was noticed").isGreaterThan(ROUNDS / 10);
    assertThat(ends).as("rounds in which it changed payload only").isLessThan(ROUNDS);
  }

  /** Returns 1 if the bytes held an end, else 0. */
  private static int assertAnswered(byte[] bytes, SplittableRandom random) {
    List<Inbound> whole = Decoding.decodePieces(LIMITS, List.of(bytes));
    List<Inbound> pieces = Decoding.decodePieces(LIMITS, Decoding.randomPieces(bytes, random));

    assertThat(pieces).as("in pieces: %s", Arrays.toString(bytes)).isEqualTo(whole);
    for (int i = 0; i < whole.size() - 1; i++) {
      assertThat(whole.get(i)).isNotInstanceOfAny(Violation.class, Close.class);
    }
    boolean ended =
        !whole.isEmpty()
            && (whole.get(whole.size() - 1) instanceof Violation
                || whole.get(whole.size() - 1) instanceof Close);
    return ended ? 1 : 0;
  }

  @Test
  void hostileStreamIsReadInBoundedMemory() {
    SplittableRandom random = Seeds.random("bounded memory");
    for (int round = 0; round < 200; round++) {
      byte[] bytes = mutated(Decoding.concatenated(RandomFrames.conversation(random)), random);
      ByteString chunk = ByteString.fromArray(bytes);
      List<Inbound> events = new ArrayList<>(64);
      long allocated =
          Allocation.of(() -> Decoding.decodeAll(new WebSocketDecoder(LIMITS), chunk, events));

      assertThat(allocated).isLessThan(64_000 + 8L * bytes.length);
    }
  }

  @Test
  void readFullOfFramesIsDecodedAFewAtATime() {
    WebSocketDecoder decoder = new WebSocketDecoder(LIMITS);
    decoder.take(ByteString.fromArray(many(1_000, ClientFrame.sized(Opcode.PING, 0))));

    int frames = 0;
    while (decoder.hasRest()) {
      List<Inbound> events = new ArrayList<>();
      frames += decoder.decodeRest(events::add);
      assertThat(events).hasSizeBetween(1, WebSocketDecoder.FRAMES_AT_ONCE);
    }

    assertThat(frames).isEqualTo(1_000);
  }

  /** Or a read full of empty frames would cost a copy of it for each few of them. */
  @Test
  void whatIsLeftForLaterIsNotCopied() {
    ByteString read =
        ByteString.fromArray(
            many(10_000, ClientFrame.of(Opcode.CONTINUATION, new byte[0]).unfinished()));
    WebSocketDecoder decoder = new WebSocketDecoder(LIMITS);
    List<Inbound> events = new ArrayList<>();
    decoder.decode(ByteString.fromArray(ClientFrame.text("x").unfinished().bytes()), events::add);

    long allocated = Allocation.of(() -> Decoding.decodeAll(decoder, read, events));

    assertThat(events).isEmpty();
    assertThat(decoder.isMidMessage()).isTrue();
    assertThat(allocated).isLessThan(read.length());
  }

  private static byte[] many(int count, ClientFrame frame) {
    ClientFrame[] frames = new ClientFrame[count];
    Arrays.fill(frames, frame);
    return Decoding.concatenated(frames);
  }

  private static byte[] mutated(byte[] original, SplittableRandom random) {
    byte[] bytes = original.clone();
    int mutations = random.nextInt(1, 4);
    for (int i = 0; i < mutations && bytes.length > 0; i++) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] = (byte) random.nextInt();
        case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> bytes = Arrays.copyOf(bytes, at);
        default -> System.arraycopy(bytes, at, bytes, 0, bytes.length - at); // repeats the end
      }
    }
    return bytes;
  }
}
