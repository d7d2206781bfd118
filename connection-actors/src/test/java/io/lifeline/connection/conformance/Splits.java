package io.lifeline.connection.conformance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Into which pieces bytes are cut before they are sent. */
public interface Splits {
  /** What is longer than so many bytes is not sent byte by byte, but in so many equal pieces. */
  int MOST_PIECES = 2000;

  List<byte[]> pieces(byte[] bytes);

  static Splits whole() {
    return List::of;
  }

  static Splits byteByByte() {
    return bytes -> cut(bytes, () -> 1 + bytes.length / MOST_PIECES);
  }

  /** Pieces of all sizes; small ones are as likely as large ones. */
  static Splits random(SplittableRandom random) {
    return bytes -> cut(bytes, () -> 1 + bytes.length / MOST_PIECES + random.nextInt(size(random)));
  }

  private static int size(SplittableRandom random) {
    return 1 << random.nextInt(0, 12);
  }

  private static List<byte[]> cut(byte[] bytes, java.util.function.IntSupplier size) {
    List<byte[]> pieces = new ArrayList<>();
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + size.getAsInt());
      pieces.add(Arrays.copyOfRange(bytes, from, to));
      from = to;
    }
    return pieces;
  }
}
