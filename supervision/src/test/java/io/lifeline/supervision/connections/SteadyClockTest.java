package io.lifeline.supervision.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void timePassesWithTheMonotonicClock() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1); // it may overflow
    Clock clock = new SteadyClock(BEGIN, nanos::get);
    assertThat(clock.instant()).isEqualTo(BEGIN);

    nanos.addAndGet(Duration.ofSeconds(90).toNanos());

    assertThat(clock.instant()).isEqualTo(BEGIN.plusSeconds(90));
  }

  @Test
  void beginsAtTheTimeOfDay() {
    Instant before = Instant.now();

    assertThat(SteadyClock.begin().instant())
        .isBetween(before.minusSeconds(60), before.plusSeconds(60));
  }
}
