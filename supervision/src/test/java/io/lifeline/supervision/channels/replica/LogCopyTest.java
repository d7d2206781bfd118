package io.lifeline.supervision.channels.replica;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class LogCopyTest {
  @Test
  void aGapIsNotTaken() {
    LogCopy log = new LogCopy("e");

    assertThat(log.append(new Chunk(1, 2, List.of(entry(2, ""))))).isFalse();

    assertThat(log.offset()).isZero();
    assertThat(log.entries()).isEmpty();
  }

  @Test
  void whatIsThereAlreadyIsNotTakenTwice() {
    LogCopy log = new LogCopy("e");
    log.append(new Chunk(0, 2, List.of(entry(1, ""), entry(2, ""))));

    assertThat(log.append(new Chunk(0, 3, List.of(entry(1, ""), entry(2, ""), entry(3, "")))))
        .isTrue();

    assertThat(log.entries()).extracting(LogEntry::offset).containsExactly(1L, 2L, 3L);
  }

  @Test
  void keysOutliveTheirMessages() {
    LogCopy log = new LogCopy("e");
    log.append(new Chunk(0, 3, List.of(entry(1, "a"), entry(2, ""), entry(3, "c"))));

    log.forget(new Horizon(3, 1));

    assertThat(log.entries()).containsExactly(entry(1, "a").withoutData(), entry(3, "c"));
    log.forget(new Horizon(4, 4));
    assertThat(log.entries()).isEmpty();
    assertThat(log.bytes()).isZero();
    assertThat(log.offset()).isEqualTo(3);
  }

  /**
   * However it is cut into pieces, and whatever is forgotten in between, a copy becomes the same.
   */
  @RepeatedTest(20)
  void piecesMakeTheSameLog() {
    SplittableRandom random = Seeds.random("pieces of a log");
    LogCopy log = new LogCopy("e");
    LogCopy copy = new LogCopy("e");
    List<LogEntry> all = new ArrayList<>();

    for (long offset = 1; offset <= 300; offset++) {
      LogEntry entry = entry(offset, random.nextInt(3) == 0 ? "" : "k" + offset);
      all.add(entry);
      log.append(new Chunk(offset - 1, offset, List.of(entry)));
      Horizon horizon =
          new Horizon(Math.max(1, offset - 20), Math.max(1, offset - 20 - random.nextInt(20)));
      log.forget(horizon);
      while (random.nextInt(3) > 0 && copy.offset() < log.offset()) {
        assertThat(copy.append(log.after(copy.offset(), random.nextInt(1, 2000)))).isTrue();
        copy.forget(log.horizon());
      }
    }
    while (copy.offset() < log.offset()) {
      copy.append(log.after(copy.offset(), 500));
    }
    copy.forget(log.horizon());

    assertThat(copy.entries()).isEqualTo(log.entries());
    assertThat(copy.bytes()).isEqualTo(log.bytes());
    assertThat(log.entries()).endsWith(all.get(298), all.get(299));
  }

  private static LogEntry entry(long offset, String key) {
    return new LogEntry(offset, offset, key, ByteString.fromString("\"" + offset + "\""));
  }
}
