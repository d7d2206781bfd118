package io.lifeline.connection.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** RFC 3629, with the platform's decoder as the judge. */
class Utf8Test {
  private final CharsetDecoder platform = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer characters = CharBuffer.allocate(1_000);

  @Test
  void everySequenceOfUpToThreeBytesIsJudgedLikeThePlatformDoes() {
    for (int a = 0; a < 256; a++) {
      assertJudgedLikeThePlatform((byte) a);
      for (int b = 0; b < 256; b++) {
        assertJudgedLikeThePlatform((byte) a, (byte) b);
        for (int c = 0x7e; c < 0xc4 && a > 0x7f; c++) {
          assertJudgedLikeThePlatform((byte) a, (byte) b, (byte) c);
        }
      }
    }
  }

  @Test
  void everyFourByteLeadAndBorderIsJudgedLikeThePlatformDoes() {
    byte[] borders = {0x00, 0x7f, (byte) 0x80, (byte) 0x8f, (byte) 0x90, (byte) 0xbf, (byte) 0xc0};
    for (int lead = 0xe0; lead < 256; lead++) {
      for (byte second : borders) {
        for (byte third : borders) {
          for (byte fourth : borders) {
            assertJudgedLikeThePlatform((byte) lead, second, third, fourth);
          }
        }
      }
    }
  }

  @Test
  void randomTextWithAMistakeIsJudgedLikeThePlatformDoes() {
    SplittableRandom random = Seeds.random("UTF-8");
    for (int round = 0; round < 5_000; round++) {
      byte[] bytes = RandomFrames.text(random);
      if (bytes.length > 0 && random.nextBoolean()) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      assertJudgedLikeThePlatform(bytes);
    }
  }

  @Test
  void everySplitGivesTheSameState() {
    byte[] bytes = "ascii é 日 \ud83d\ude80 ascii again".getBytes(StandardCharsets.UTF_8);
    for (int end = 0; end <= bytes.length; end++) {
      int whole = Utf8.check(Utf8.BORDER, bytes, 0, end);
      for (int split = 0; split <= end; split++) {
        int first = Utf8.check(Utf8.BORDER, bytes, 0, split);
        assertThat(Utf8.check(first, bytes, split, end)).isEqualTo(whole);
      }
    }
  }

  @Test
  void badIsNoticedAtTheFirstByteAfterWhichNothingHelps() {
    byte[] surrogate = {'a', (byte) 0xed, (byte) 0xa0, (byte) 0x80};

    assertThat(Utf8.check(Utf8.BORDER, surrogate, 0, 2)).isNotEqualTo(Utf8.BAD);
    assertThat(Utf8.check(Utf8.BORDER, surrogate, 0, 3)).isEqualTo(Utf8.BAD);
    assertThat(Utf8.check(Utf8.BAD, surrogate, 0, 1)).isEqualTo(Utf8.BAD);
  }

  private void assertJudgedLikeThePlatform(byte... bytes) {
    if (Utf8.isValid(bytes, 0, bytes.length) != isValidForThePlatform(bytes)) {
      throw new AssertionError("judged otherwise: " + Arrays.toString(bytes));
    }
  }

  private boolean isValidForThePlatform(byte... bytes) {
    characters.clear();
    return !platform.reset().decode(ByteBuffer.wrap(bytes), characters, true).isError();
  }
}
