package io.lifeline.connection.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistoryTest {
  @Test
  void lastBytesAreKeptAndNothingElse() {
    SplittableRandom random = Seeds.random("histories");
    for (int round = 0; round < 200; round++) {
      int window = 1 << random.nextInt(3, 10);
      History history = new History(window);
      byte[] all = {};
      for (int step = 0; step < 20; step++) {
        byte[] more = Payloads.noise(random.nextInt(2 * window), random);
        int from = more.length == 0 ? 0 : random.nextInt(more.length);
        history.append(more, from, more.length - from);
        int end = all.length;
        all = Arrays.copyOf(all, end + more.length - from);
        System.arraycopy(more, from, all, end, more.length - from);

        byte[] expected = Arrays.copyOfRange(all, Math.max(0, all.length - window), all.length);
        assertThat(Arrays.copyOf(history.bytes(), history.size())).isEqualTo(expected);
        assertThat(history.bytes().length).isLessThanOrEqualTo(window);
      }
    }
  }

  @Test
  void fewBytesTakeLittleRoom() {
    History history = new History(32 << 10);
    history.append(new byte[10], 0, 10);

    assertThat(history.bytes().length).isLessThanOrEqualTo(64);
  }
}
