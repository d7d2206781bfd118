package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdempotencyWindowTest {
  private final IdempotencyWindow window = new IdempotencyWindow(2, Duration.ofMillis(100));

  @Test
  void repetitionIsKnownWithinTheTime() {
    window.remember("a", position(1), 0);

    assertThat(window.find("a", 100)).isEqualTo(position(1));
    assertThat(window.find("a", 101)).isNull();
    assertThat(window.size()).isZero();
  }

  @Test
  void oldestIsForgottenAtTheLimit() {
    window.remember("a", position(1), 0);
    window.remember("b", position(2), 0);
    window.remember("c", position(3), 0);

    assertThat(window.find("a", 0)).isNull();
    assertThat(window.find("b", 0)).isEqualTo(position(2));
    assertThat(window.find("c", 0)).isEqualTo(position(3));
    assertThat(window.size()).isEqualTo(2);
  }

  private static Position position(long offset) {
    return new Position("e", offset);
  }
}
