package io.lifeline.telemetry.inspection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLogTest {
  private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir private Path directory = Path.of("");

  @Test
  void startsAreReadAsTheyWereWritten() throws IOException {
    Path below = directory.resolve("not/there/yet");
    StartLog.Start first = new StartLog.Start(NOON, "node-1", "0.1.0");
    StartLog.Start second = new StartLog.Start(NOON.plusSeconds(9), "node-2", "0.2.0 of today");

    new StartLog(below).add(first);
    new StartLog(below).add(second);

    assertThat(new StartLog(below).read()).containsExactly(first, second);
  }

  @Test
  void theLastAreKept() throws IOException {
    StartLog log = new StartLog(directory);
    for (int i = 0; i < StartLog.MAX + 5; i++) {
      log.add(new StartLog.Start(NOON.plusSeconds(i), "node", "0.1.0"));
    }

    assertThat(log.read()).hasSize(StartLog.MAX);
    assertThat(log.read().get(0).at()).isEqualTo(NOON.plusSeconds(5));
    try (var files = Files.list(directory)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatIsNoStartIsLeftOut() throws IOException {
    Files.writeString(
        directory.resolve(StartLog.FILE), "rubbish\n\nyesterday node 1\n" + NOON + " node 1\n");

    assertThat(new StartLog(directory).read())
        .containsExactly(new StartLog.Start(NOON, "node", "1"));
  }

  @Test
  void aFileOfSomebodyElsesSizeIsNotRead() throws IOException {
    Files.writeString(directory.resolve(StartLog.FILE), "x".repeat(100_000));

    assertThatIOException().isThrownBy(() -> new StartLog(directory).read());
  }
}
