package io.lifeline.connection.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import io.lifeline.connection.InboundSettings;
import io.lifeline.connection.InboundSettings.AtLimit;
import io.lifeline.connection.Seeds;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InboundRateTest {
  private static final int MESSAGES = 100;
  private static final int BYTES = 100_000;
  private static final Duration BURST = Duration.ofSeconds(2);

  private final Clock clock = new Clock();
  private final InboundRate rate =
      new InboundRate(new InboundSettings(MESSAGES, BYTES, BURST, AtLimit.SLOW_DOWN), clock);

  @Test
  void aBurstIsFreeAndWhatIsBeyondItWaits() {
    assertThat(rate.charge(2 * MESSAGES, 0, 0)).isZero();

    assertThat(rate.charge(MESSAGES, 0, 0)).isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void highestRatesThatMayBeSetAreKept() {
    InboundSettings highest =
        new InboundSettings(
            InboundSettings.MOST_MESSAGES_PER_SECOND,
            InboundSettings.MOST_BYTES_PER_SECOND,
            Duration.ofMinutes(1),
            AtLimit.SLOW_DOWN);

    assertThat(new InboundRate(highest, clock).charge(9, 9, Integer.MAX_VALUE)).isZero();
  }

  @Test
  void debtIsPaidByTime() {
    rate.charge(3 * MESSAGES, 0, 0);

    clock.pass(Duration.ofSeconds(3));

    assertThat(rate.charge(MESSAGES, 0, 0)).isZero();
  }

  @Test
  void framesCountBeyondTheirBytes() {
    int oneByteFrame = 7;
    int frames = 2 * BYTES / (InboundSettings.FRAME_OVERHEAD + oneByteFrame);

    assertThat(rate.charge(0, frames, frames * oneByteFrame)).isZero();
    assertThat(rate.charge(0, frames / 2, frames / 2 * oneByteFrame)).isPositive();
  }

  @Test
  void aQuietPeerOwesNothingAndHoldsNoBuckets() {
    for (int second = 0; second < 100; second++) {
      assertThat(rate.charge(2, 2, 100)).isZero();
      clock.pass(Duration.ofSeconds(1));
    }
  }

  @Test
  void quietSecondsDoNotForgiveADebt() {
    rate.charge(10 * MESSAGES, 0, 0); // 8 seconds of debt

    clock.pass(Duration.ofSeconds(2));

    assertThat(rate.charge(1, 1, 10)).isGreaterThan(Duration.ofSeconds(5).toNanos());
  }

  /** However a peer spreads its messages, who waits as told gets no more than rate and burst. */
  @Test
  void nobodyGetsMoreThanTheRateAndOneBurst() {
    SplittableRandom random = Seeds.random("inbound rate");
    long start = clock.nanos;
    long taken = 0;
    int largest = 50;
    while (clock.nanos - start < Duration.ofMinutes(2).toNanos()) {
      int messages = random.nextInt(largest);
      taken += messages;
      long wait = rate.charge(messages, messages, messages * 10);
      clock.pass(Duration.ofNanos(wait + random.nextLong(Duration.ofMillis(300).toNanos())));
    }

    double seconds = (clock.nanos - start) / 1e9;
    double quietReads = seconds * 8; // a small read after a quiet second is free
    assertThat((double) taken)
        .isLessThanOrEqualTo(MESSAGES * (seconds + BURST.toSeconds()) + largest + quietReads);
  }

  private static final class Clock implements TimeMeter {
    private long nanos = 1_000_000_000_000L;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
