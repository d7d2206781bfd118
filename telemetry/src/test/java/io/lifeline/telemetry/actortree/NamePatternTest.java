package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamePatternTest {
  @ParameterizedTest
  @CsvSource({
    "heartbeat, heartbeat",
    "leak-watch, leak-watch",
    "p-12, *",
    "c-x1f-7, *",
    "c-abc, *",
    "$a, *",
    "17, *",
    "127.0.0.1%3A2551, *",
    "StreamSupervisor-3, StreamSupervisor-*",
    "flow-12-0-ignoreSink, flow-*-*-ignoreSink",
    "IO-TCP, IO-TCP",
    "trailing-, trailing-",
  })
  void whatVariesInANameStandsForAny(String name, String pattern) {
    assertThat(NamePattern.of(name)).isEqualTo(pattern);
  }
}
