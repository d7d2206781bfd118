package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;

/** Feeds bytes to a decoder in every manner and insists that the manner makes no difference. */
final class Decoding {
  static final WebSocketLimits LIMITS = new WebSocketLimits(100_000, 150_000);
  private static final int RANDOM_SPLITS = 20;

  private Decoding() {}

  /** What the frames are decoded to: in one piece, byte by byte, and in random pieces. */
  static List<Inbound> decode(ClientFrame... frames) {
    return decode(LIMITS, concatenated(frames));
  }

  static List<Inbound> decode(String hex) {
    return decode(LIMITS, ClientFrame.bytes(hex));
  }

  static List<Inbound> decode(WebSocketLimits limits, byte[] bytes) {
    List<Inbound> whole = decodePieces(limits, List.of(bytes));
    assertThat(decodePieces(limits, singleBytes(bytes))).as("byte by byte").isEqualTo(whole);
    SplittableRandom random = Seeds.random("splits");
    for (int i = 0; i < RANDOM_SPLITS; i++) {
      List<byte[]> pieces = randomPieces(bytes, random);
      assertThat(decodePieces(limits, pieces)).as("in random pieces").isEqualTo(whole);
    }
    return whole;
  }

  static List<Inbound> decodePieces(WebSocketLimits limits, List<byte[]> pieces) {
    WebSocketDecoder decoder = new WebSocketDecoder(limits);
    List<Inbound> events = new ArrayList<>();
    for (byte[] piece : pieces) {
      byte[] before = piece.clone();
      decodeAll(decoder, ByteString.fromArrayUnsafe(piece), events);
      assertThat(piece).as("the chunk, which is not ours").isEqualTo(before);
    }
    return events;
  }

  /** In as many calls as the decoder wants to have. */
  static void decodeAll(WebSocketDecoder decoder, ByteString bytes, List<Inbound> events) {
    decoder.take(bytes);
    while (decoder.hasRest()) {
      decoder.decodeRest(events::add);
    }
  }

  static byte[] concatenated(ClientFrame... frames) {
    byte[] all = {};
    for (ClientFrame frame : frames) {
      byte[] bytes = frame.bytes();
      int end = all.length;
      all = Arrays.copyOf(all, end + bytes.length);
      System.arraycopy(bytes, 0, all, end, bytes.length);
    }
    return all;
  }

  private static List<byte[]> singleBytes(byte[] bytes) {
    List<byte[]> pieces = new ArrayList<>();
    for (byte b : bytes) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }

  /** Pieces of all sizes, empty ones too; small ones are as likely as large ones. */
  static List<byte[]> randomPieces(byte[] bytes, SplittableRandom random) {
    List<byte[]> pieces = new ArrayList<>();
    int from = 0;
    while (from < bytes.length) {
      int largest = 1 << random.nextInt(1, 18);
      int to = Math.min(bytes.length, from + random.nextInt(largest));
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return pieces;
  }
}
