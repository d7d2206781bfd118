package io.lifeline.connection.compression;

import java.io.ByteArrayOutputStream;

/**
 * Inflates the slow and obvious way, bit by bit as RFC 1951 says it, to judge a deflater by: it
 * knows how far back the data refers. It goes on behind a last block, as a message does.
 */
final class Puff {
  private static final int[] LENGTH_BASE = {
    3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131,
    163, 195, 227, 258
  };
  private static final int[] LENGTH_EXTRA = {
    0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0
  };
  private static final int[] CODE_LENGTH_ORDER = {
    16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15
  };

  private final byte[] in;
  private int bit;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int longestDistance;

  private Puff(byte[] in) {
    this.in = in;
  }

  /** Inflates whole blocks, up to the end of the bytes. */
  static Puff inflate(byte[] deflated) {
    Puff puff = new Puff(deflated);
    while (puff.bit < deflated.length * 8) {
      puff.block();
    }
    return puff;
  }

  byte[] output() {
    return out.toByteArray();
  }

  int longestDistance() {
    return longestDistance;
  }

  private void block() {
    boolean last = bits(1) == 1;
    switch (bits(2)) {
      case 0 -> stored();
      case 1 -> codes(fixedLengths(), distanceLengths());
      case 2 -> dynamic();
      default -> throw new IllegalArgumentException("reserved block type");
    }
    if (last) {
      bit = (bit + 7) / 8 * 8;
    }
  }

  private void stored() {
    bit = (bit + 7) / 8 * 8;
    int length = bits(16);
    int complement = bits(16);
    if (length != (~complement & 0xffff)) {
      throw new IllegalArgumentException("stored block with a wrong length");
    }
    for (int i = 0; i < length; i++) {
      out.write(bits(8));
    }
  }

  private void dynamic() {
    int literals = bits(5) + 257;
    int distances = bits(5) + 1;
    int count = bits(4) + 4;
    int[] codeLengths = new int[19];
    for (int i = 0; i < count; i++) {
      codeLengths[CODE_LENGTH_ORDER[i]] = bits(3);
    }
    int[] lengths = new int[literals + distances];
    int at = 0;
    while (at < lengths.length) {
      int symbol = symbol(codeLengths);
      int repeat = symbol < 16 ? 1 : bits(symbol == 16 ? 2 : symbol == 17 ? 3 : 7);
      int times = symbol < 16 ? 1 : repeat + (symbol == 18 ? 11 : 3);
      int length = symbol < 16 ? symbol : symbol == 16 ? lengths[at - 1] : 0;
      for (int i = 0; i < times; i++) {
        lengths[at++] = length;
      }
    }
    codes(
        java.util.Arrays.copyOf(lengths, literals),
        java.util.Arrays.copyOfRange(lengths, literals, lengths.length));
  }

  private void codes(int[] literals, int[] distances) {
    int symbol = symbol(literals);
    while (symbol != 256) {
      if (symbol < 256) {
        out.write(symbol);
      } else {
        int length = LENGTH_BASE[symbol - 257] + bits(LENGTH_EXTRA[symbol - 257]);
        int code = symbol(distances);
        int extra = Math.max(0, code / 2 - 1);
        int distance = code < 4 ? code + 1 : ((2 + code % 2) << extra) + 1 + bits(extra);
        copy(length, distance);
      }
      symbol = symbol(literals);
    }
  }

  private void copy(int length, int distance) {
    longestDistance = Math.max(longestDistance, distance);
    for (int i = 0; i < length; i++) {
      byte[] soFar = out.toByteArray();
      out.write(soFar[soFar.length - distance]);
    }
  }

  /** Reads one symbol of the canonical code with these lengths (section 3.2.2). */
  private int symbol(int[] lengths) {
    int code = 0;
    int first = 0;
    for (int length = 1; length <= 15; length++) {
      code = code << 1 | bits(1);
      int count = 0;
      for (int symbol = 0; symbol < lengths.length; symbol++) {
        if (lengths[symbol] == length) {
          if (first + count == code) {
            return symbol;
          }
          count++;
        }
      }
      first = (first + count) << 1;
    }
    throw new IllegalArgumentException("no such code");
  }

  private int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++, bit++) {
      value |= (in[bit / 8] >> bit % 8 & 1) << i;
    }
    return value;
  }

  private static int[] fixedLengths() {
    int[] lengths = new int[288];
    for (int i = 0; i < lengths.length; i++) {
      lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    }
    return lengths;
  }

  private static int[] distanceLengths() {
    int[] lengths = new int[30];
    java.util.Arrays.fill(lengths, 5);
    return lengths;
  }
}
