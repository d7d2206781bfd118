package io.lifeline.connection.compression;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/** What a client or a back end might send, from well to not at all compressible. */
final class Payloads {
  private static final String[] WORDS = {
    "{\"channel\":\"", "price", "\":", "1.05", ",\"offset\":", "news", "}", "é", "日本", " "
  };

  private Payloads() {}

  static byte[] random(int atMost, SplittableRandom random) {
    int size = random.nextInt(1 << random.nextInt(1, 32 - Integer.numberOfLeadingZeros(atMost)));
    return switch (random.nextInt(3)) {
      case 0 -> noise(size, random);
      case 1 -> new byte[size];
      default -> text(size, random);
    };
  }

  static byte[] noise(int size, SplittableRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  static byte[] text(int characters, SplittableRandom random) {
    StringBuilder text = new StringBuilder();
    while (text.length() < characters) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
