package io.lifeline.connection.fuzz;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Makes bad inputs of good ones: bytes that mean something in frames, heads and JSON, pieces that
 * are missing, doubled, moved or taken from another input.
 */
final class Mutation {
  private static final byte[] TELLING = {
    0, 1, 2, 8, 9, 10, 13, 32, 34, 44, 58, 91, 92, 123, 125, 126, 127, -128, -127, -126, -120, -119,
    -118, -64, -19, -12, -3, -2, -1
  };
  private static final int MOST_STEPS = 5;
  private static final int MOST_INSERTED = 20;

  private final List<byte[]> good;
  private final SplittableRandom random;

  Mutation(List<byte[]> good, SplittableRandom random) {
    this.good = good;
    this.random = random;
  }

  byte[] next() {
    byte[] bytes = any().clone();
    int steps = random.nextInt(1, MOST_STEPS + 1);
    for (int i = 0; i < steps; i++) {
      bytes = mutated(bytes);
    }
    return bytes;
  }

  private byte[] any() {
    return good.get(random.nextInt(good.size()));
  }

  private byte[] mutated(byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    int to = random.nextInt(at, bytes.length + 1);
    return switch (random.nextInt(8)) {
      case 0 -> with(bytes, at, TELLING[random.nextInt(TELLING.length)]);
      case 1 -> with(bytes, at, (byte) random.nextInt());
      case 2 -> at == bytes.length ? bytes : with(bytes, at, (byte) (bytes[at] ^ bit()));
      case 3 -> Arrays.copyOf(bytes, at);
      case 4 -> joined(Arrays.copyOf(bytes, at), tail(bytes, to));
      case 5 -> joined(Arrays.copyOf(bytes, to), tail(bytes, at));
      case 6 -> joined(joined(Arrays.copyOf(bytes, at), noise()), tail(bytes, at));
      default -> joined(Arrays.copyOf(bytes, at), pieceOfAnother());
    };
  }

  private int bit() {
    return 1 << random.nextInt(Byte.SIZE);
  }

  private byte[] noise() {
    byte[] noise = new byte[random.nextInt(MOST_INSERTED)];
    random.nextBytes(noise);
    return noise;
  }

  private byte[] pieceOfAnother() {
    byte[] other = any();
    return tail(other, random.nextInt(other.length + 1));
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] changed = bytes.clone();
    if (at < changed.length) {
      changed[at] = value;
    }
    return changed;
  }

  private static byte[] tail(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
