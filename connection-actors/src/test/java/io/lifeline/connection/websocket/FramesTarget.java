package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.fuzz.Cost;
import io.lifeline.connection.fuzz.FuzzInput;
import io.lifeline.connection.fuzz.FuzzTarget;
import io.lifeline.connection.websocket.Inbound.Binary;
import io.lifeline.connection.websocket.Inbound.Close;
import io.lifeline.connection.websocket.Inbound.Text;
import io.lifeline.connection.websocket.Inbound.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;

/**
 * The frame decoder: any bytes give messages within the limits and at most one end, whatever the
 * splits, and cost memory in proportion to their number, not to the lengths that they claim.
 */
public class FramesTarget implements FuzzTarget {
  private static final List<WebSocketLimits> LIMITS =
      List.of(
          new WebSocketLimits(125, 125),
          new WebSocketLimits(4_000, 6_000),
          new WebSocketLimits(64 << 10, 64 << 10),
          new WebSocketLimits(100_000, 150_000));
  private static final int CONVERSATIONS = 20;
  private static final int BASE_BYTES = 8192;

  /** A frame of 6 bytes makes an event, an empty ByteString and a place in a list. */
  private static final int BYTES_A_BYTE = 96;

  @Override
  public String name() {
    return "frames";
  }

  @Override
  public List<FuzzInput> seeds(SplittableRandom random) {
    List<FuzzInput> seeds = new ArrayList<>();
    for (int i = 0; i < CONVERSATIONS; i++) {
      seeds.add(FuzzInput.of(i, Decoding.concatenated(RandomFrames.conversation(random))));
    }
    seeds.add(FuzzInput.of(1, ClientFrame.hex(Opcode.CLOSE, "03e8 627965").bytes()));
    seeds.add(FuzzInput.of(2, ClientFrame.sized(Opcode.BINARY, 9).claiming(1L << 40)));
    seeds.add(FuzzInput.of(3, ClientFrame.text("\u00e9\u20ac\ud83d\ude00").bytes()));
    return seeds;
  }

  @Override
  public int rounds() {
    return 3_000;
  }

  @Override
  public void play(FuzzInput input) {
    WebSocketLimits limits = input.variantOf(LIMITS);
    Decoded whole = decoded(input, limits, input.inOnePiece());

    mustBeSame("byte by byte", decoded(input, limits, input.byteByByte()), whole);
    mustBeSame("in pieces", decoded(input, limits, input.inPieces()), whole);
    for (int i = 0; i < whole.events().size(); i++) {
      check(whole.events().get(i), i == whole.events().size() - 1, limits);
    }
    List<ByteString> bytes = input.inOnePiece();
    Cost.mustBeAtMost(
        most(input, whole.events().size(), whole.inflatedBytes()),
        () -> decoded(input, limits, bytes));
  }

  /** The most bytes of memory that an input may cost. */
  long most(FuzzInput input, int events, long inflatedBytes) {
    return BASE_BYTES + (long) BYTES_A_BYTE * input.bytes().length();
  }

  private void mustBeSame(String how, Decoded actual, Decoded whole) {
    assertThat(actual.events().stream().map(this::withoutChance).toList())
        .as(how)
        .isEqualTo(whole.events().stream().map(this::withoutChance).toList());
    assertThat(actual.midMessage()).as(how).isEqualTo(whole.midMessage());
  }

  /** What does not depend on how the bytes were split. */
  Inbound withoutChance(Inbound event) {
    return event;
  }

  /** A new decoder, as the input's variant asks for. */
  WebSocketDecoder decoder(FuzzInput input, WebSocketLimits limits) {
    return new WebSocketDecoder(limits);
  }

  private Decoded decoded(FuzzInput input, WebSocketLimits limits, List<ByteString> pieces) {
    WebSocketDecoder decoder = decoder(input, limits);
    List<Inbound> events = new ArrayList<>();
    for (ByteString piece : pieces) {
      Decoding.decodeAll(decoder, piece, events);
    }
    boolean midMessage = decoder.isMidMessage();
    decoder.close();
    return new Decoded(events, midMessage, decoder.inflatedBytes());
  }

  private static void check(Inbound event, boolean last, WebSocketLimits limits) {
    if (event instanceof Text text) {
      assertThat(text.utf8().length()).isLessThanOrEqualTo(limits.maxMessageBytes());
      assertThat(isUtf8(text.utf8())).as("UTF-8").isTrue();
    } else if (event instanceof Binary binary) {
      assertThat(binary.bytes().length()).isLessThanOrEqualTo(limits.maxMessageBytes());
    } else if (event instanceof Violation || event instanceof Close) {
      assertThat(last).as("an end is the last event: %s", event).isTrue();
    }
  }

  private static boolean isUtf8(ByteString bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toArray()));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  /**
   * @param inflatedBytes which depend on the splits where there is an end
   */
  private record Decoded(List<Inbound> events, boolean midMessage, long inflatedBytes) {}
}
