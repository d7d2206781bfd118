package io.lifeline.load.follow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

final class BackoffTest {
  @RepeatedTest(20)
  void waitsBelowACeilingThatDoublesUpToHalfAMinute(RepetitionInfo seed) {
    Backoff backoff = new Backoff(new SplittableRandom(seed.getCurrentRepetition()));

    for (int ceiling : new int[] {1, 2, 4, 8, 16, 30, 30}) {
      assertThat(backoff.next()).isLessThan(Duration.ofSeconds(ceiling));
    }
    backoff.reset();
    assertThat(backoff.next()).isLessThan(Duration.ofSeconds(1));
  }

  @RepeatedTest(5)
  void twoClientsDoNotReturnTogether(RepetitionInfo seed) {
    SplittableRandom random = new SplittableRandom(seed.getCurrentRepetition());

    assertThat(new Backoff(random.split()).next()).isNotEqualTo(new Backoff(random).next());
  }
}
