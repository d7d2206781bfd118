package io.lifeline.load.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class ScheduleTest {
  @Test
  void messagesAreDueAtEqualDistances() {
    Schedule schedule = new Schedule(1_000, 4);

    assertThat(schedule.dueNanos(0)).isEqualTo(1_000);
    assertThat(schedule.dueNanos(1)).isEqualTo(250_001_000);
    assertThat(schedule.dueNanos(40)).isEqualTo(10_000_001_000L);
  }

  @Test
  void roundingDoesNotAddUp() {
    Schedule schedule = new Schedule(0, 3);

    assertThat(schedule.dueNanos(3_000_000))
        .isBetween(999_999_999_999_999L, 1_000_000_000_000_001L);
  }

  @Test
  void aTimeHasTheMessagesThatAreDueBeforeItsEnd() {
    assertThat(new Schedule(0, 2.5).messagesWithin(Duration.ofSeconds(2))).isEqualTo(5);
    assertThat(new Schedule(0, 2.5).messagesWithin(Duration.ofSeconds(1))).isEqualTo(3);
    assertThat(new Schedule(0, 0.01).messagesWithin(Duration.ofSeconds(1))).isEqualTo(1);
  }

  @Test
  void aRateIsAboveZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Schedule(0, 0))
        .withMessageContaining("rate: 0.0");
  }
}
