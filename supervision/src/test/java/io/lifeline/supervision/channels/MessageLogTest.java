package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageLogTest {
  private static final int BYTES = 100;
  private final HistoryBudget budget = new HistoryBudget(100_000);

  @Test
  void positionsGrowByOneAndWhatCameSinceIsThere() {
    MessageLog log = log(10);
    Position first = log.append(json("1"), 0);
    log.append(json("2"), 0);
    Position third = log.append(json("3"), 0);

    assertThat(first).isEqualTo(new Position("e", 1));
    assertThat(third).isEqualTo(log.head());
    assertThat(log.since(first, 0).recovered()).isTrue();
    assertThat(log.since(first, 0).missed())
        .extracting(MessageLog.Kept::offset)
        .containsExactly(2L, 3L);
    assertThat(log.since(third, 0)).isEqualTo(new MessageLog.Since(true, List.of()));
    assertThat(log.since(new Position("e", 0), 0).missed()).hasSize(3);
  }

  @Test
  void positionThatWasNeverGivenOutIsNotRecovered() {
    MessageLog log = log(10);
    log.append(json("1"), 0);

    assertThat(log.since(new Position("other", 1), 0).recovered()).isFalse();
    assertThat(log.since(new Position("other", 0), 0).recovered()).isFalse();
    assertThat(log.since(new Position("e", 2), 0).recovered()).isFalse();
  }

  @Test
  void clearedLogKeepsItsPosition() {
    MessageLog log = log(10);
    Position first = log.append(json("1"), 0);
    log.append(json("2"), 0);

    log.clear();

    assertThat(log.head()).isEqualTo(new Position("e", 2));
    assertThat(log.since(first, 0).recovered()).isFalse();
    assertThat(log.since(log.head(), 0).recovered()).isTrue();
    assertThat(budget.used()).isZero();
  }

  @Test
  void messageForWhichThereIsNoMemoryIsNotKeptAndNoGapRemains() {
    MessageLog log =
        new MessageLog(
            "e", new HistorySettings(10, 1000, Duration.ofHours(1)), new HistoryBudget(250));
    Position first = log.append(json("1"), 0);
    log.append(json("2"), 0);
    log.append(json("x".repeat(100)), 0);

    assertThat(log.since(new Position("e", 2), 0).missed()).hasSize(1);
    assertThat(log.since(first, 0).recovered()).isFalse();
    log.append(json("y".repeat(300)), 0);
    assertThat(log.history(0)).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void keepsWhatTheLimitsAllowAndNoMore(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    MessageLog log = log(8);
    List<MessageLog.Kept> all = new ArrayList<>();
    long now = 0;
    for (int step = 0; step < 2_000; step++) {
      now += random.nextInt(300);
      ByteString json = json("x".repeat(1 + random.nextInt(40)));
      Position position = log.append(json, now);
      all.add(new MessageLog.Kept(position.offset(), json, now));
      now += random.nextInt(300);

      List<MessageLog.Kept> expected = naive(all, now);
      assertThat(log.history(now)).as("step %s", step).isEqualTo(expected);
      long since = Math.max(0, position.offset() - random.nextInt(12));
      boolean recovered =
          since == position.offset() || expected.stream().anyMatch(m -> m.offset() == since + 1);
      assertThat(log.since(new Position("e", since), now).recovered()).isEqualTo(recovered);
      assertThat(budget.used())
          .isEqualTo(expected.stream().mapToLong(m -> m.json().size() + MessageLog.OVERHEAD).sum());
    }
  }

  /** The longest run of the latest messages that is within all limits. */
  private static List<MessageLog.Kept> naive(List<MessageLog.Kept> all, long now) {
    int from = all.size();
    int bytes = 0;
    while (from > 0 && all.size() - from < 8) {
      MessageLog.Kept next = all.get(from - 1);
      bytes += next.json().size();
      if (bytes > BYTES || next.atMillis() < now - 1_000) {
        break;
      }
      from--;
    }
    return List.copyOf(all.subList(from, all.size()));
  }

  private MessageLog log(int size) {
    return new MessageLog("e", new HistorySettings(size, BYTES, Duration.ofSeconds(1)), budget);
  }

  private static ByteString json(String text) {
    return ByteString.fromString(text);
  }
}
