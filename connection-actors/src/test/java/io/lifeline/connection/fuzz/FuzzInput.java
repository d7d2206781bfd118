package io.lifeline.connection.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;

/**
 * One input. Every array of bytes is one: the first byte chooses among a target's variants, the
 * next two say how the rest is split, and the rest is what the peer sends.
 *
 * @param variant 0 to 255
 * @param splits 0 to 65535
 */
public record FuzzInput(int variant, int splits, ByteString bytes) {
  private static final int HEADER_BYTES = 3;

  public static FuzzInput of(byte[] raw) {
    return new FuzzInput(
        at(raw, 0), at(raw, 1) << 8 | at(raw, 2), ByteString.fromArray(raw).drop(HEADER_BYTES));
  }

  public static FuzzInput of(int variant, byte[] bytes) {
    return new FuzzInput(variant, bytes.length, ByteString.fromArray(bytes));
  }

  public static FuzzInput of(int variant, String latin1) {
    return of(variant, latin1.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** The array that {@link #of(byte[])} makes this of. */
  public byte[] raw() {
    byte[] header = {(byte) variant, (byte) (splits >>> 8), (byte) splits};
    return ByteString.fromArray(header).concat(bytes).toArray();
  }

  public <T> T variantOf(List<T> variants) {
    return variants.get(variant % variants.size());
  }

  public List<ByteString> inOnePiece() {
    return List.of(bytes.compact());
  }

  public List<ByteString> byteByByte() {
    List<ByteString> pieces = new ArrayList<>(bytes.length());
    for (int i = 0; i < bytes.length(); i++) {
      pieces.add(ByteString.fromArray(new byte[] {bytes.apply(i)}));
    }
    return pieces;
  }

  /** Pieces of all sizes, empty ones too; small ones are as likely as large ones. */
  public List<ByteString> inPieces() {
    SplittableRandom random = new SplittableRandom(splits);
    List<ByteString> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length(); ) {
      int to = Math.min(bytes.length(), from + random.nextInt(1 << random.nextInt(1, 14)));
      pieces.add(bytes.slice(from, to).compact());
      from = to;
    }
    return pieces;
  }

  private static int at(byte[] raw, int index) {
    return index < raw.length ? raw[index] & 0xff : 0;
  }
}
