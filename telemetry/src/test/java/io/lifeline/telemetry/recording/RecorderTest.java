package io.lifeline.telemetry.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecorderTest {
  private final Recorder recorder = new Recorder();
  private final Path file;

  RecorderTest(@TempDir Path folder) {
    file = folder.resolve("recorded.jfr");
  }

  @AfterEach
  void close() {
    recorder.close();
  }

  @Test
  void eventsOfTheTimeInBetweenAreRecordedWithWhatTheySay() throws IOException {
    ConnectionStateEvent.commit("before", "opening");
    assertThat(recorder.begin()).isTrue();
    ConnectionStateEvent.commit("c1", "active");
    MissedBeatEvent.commit("c1", 2);
    ConnectionEndEvent.commit("c1", "silent_peer", System.nanoTime() - 5_000_000_000L);
    ConnectionReclaimedEvent.commit("c1");

    List<RecordedEvent> events = ended();
    ConnectionStateEvent.commit("after", "opening");

    assertThat(events)
        .extracting(event -> event.getEventType().getName())
        .containsExactly(
            "lifeline.ConnectionState",
            "lifeline.MissedBeat",
            "lifeline.ConnectionEnd",
            "lifeline.ConnectionReclaimed");
    assertThat(events).extracting(event -> event.getString("connection")).containsOnly("c1");
    assertThat(events.get(0).getString("state")).isEqualTo("active");
    assertThat(events.get(1).getInt("missed")).isEqualTo(2);
    assertThat(events.get(2).getString("reason")).isEqualTo("silent_peer");
    assertThat(events.get(2).getDuration("age").toSeconds()).isEqualTo(5);
  }

  @Test
  void oneRunsAtATime() throws IOException {
    assertThat(recorder.begin()).isTrue();
    assertThat(recorder.begin()).isFalse();
    ended();

    assertThat(recorder.begin()).isTrue();
    assertThat(ended()).isEmpty();
  }

  @Test
  void nothingThatWasNotBegunIsEnded() throws IOException {
    assertThatIllegalStateException().isThrownBy(recorder::end);
    assertThat(recorder.begin()).isTrue();
    recorder.close();
    assertThatIllegalStateException().isThrownBy(recorder::end);
  }

  @Test
  void thePageNamesEachEventWithItsFields() throws IOException {
    assertThat(recorder.begin()).isTrue();
    ConnectionStateEvent.commit("c1", "active");
    MissedBeatEvent.commit("c1", 1);
    ConnectionEndEvent.commit("c1", "kicked", 0);
    ConnectionReclaimedEvent.commit("c1");
    List<String> lines = Files.readAllLines(Path.of("RECORDING.md"));

    for (RecordedEvent event : ended()) {
      String name = "| `" + event.getEventType().getName() + "` |";
      assertThat(lines)
          .filteredOn(line -> line.startsWith(name))
          .singleElement()
          .asString()
          .satisfies(
              line ->
                  event.getFields().stream()
                      .map(field -> field.getName())
                      .filter(field -> !COMMON.contains(field))
                      .forEach(field -> assertThat(line).contains("`" + field + "`")));
    }
  }

  /** What every event has, set by the recorder. */
  private static final List<String> COMMON =
      List.of("startTime", "duration", "eventThread", "stackTrace");

  /** Those of Lifeline, in order. */
  private List<RecordedEvent> ended() throws IOException {
    try (InputStream recorded = recorder.end()) {
      Files.copy(recorded, file, StandardCopyOption.REPLACE_EXISTING);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("lifeline."))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }
}
