package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** RFC 6455 section 5.3. */
class MaskingTest {
  @Test
  void everyOffsetAndLengthIsMaskedAsIfByteByByte() {
    SplittableRandom random = Seeds.random("masking");
    byte[] source = RandomFrames.binary(64, random);
    for (int from = 0; from < 12; from++) {
      for (int to = 0; to < 12; to++) {
        for (int count = 0; count <= 40; count++) {
          int mask = random.nextInt();
          byte[] target = new byte[64];
          byte[] expected = new byte[64];
          for (int i = 0; i < count; i++) {
            expected[to + i] = (byte) (source[from + i] ^ (mask >>> (8 * (i % 4))));
          }

          Masking.copy(source, from, target, to, count, mask);

          assertThat(target).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void maskGoesOnWhereThePieceBeforeEnded() {
    byte[] source = RandomFrames.binary(29, Seeds.random("pieces"));
    byte[] whole = new byte[29];
    Masking.copy(source, 0, whole, 0, 29, 0x01020304);
    for (int split = 0; split <= 29; split++) {
      byte[] pieces = new byte[29];
      Masking.copy(source, 0, pieces, 0, split, 0x01020304);
      Masking.copy(source, split, pieces, split, 29 - split, Masking.after(0x01020304, split));

      assertThat(pieces).isEqualTo(whole);
    }
  }

  @Test
  void maskingTwiceChangesNothing() {
    byte[] source = RandomFrames.binary(29, Seeds.random("twice"));
    byte[] once = new byte[29];
    byte[] twice = new byte[29];

    Masking.copy(source, 0, once, 0, 29, 0x7f80ff01);
    Masking.copy(once, 0, twice, 0, 29, 0x7f80ff01);

    assertThat(twice).isEqualTo(source);
    assertThat(Arrays.equals(once, source)).isFalse();
  }
}
