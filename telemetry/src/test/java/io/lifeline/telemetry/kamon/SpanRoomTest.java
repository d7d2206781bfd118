package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.Tracing;
import io.lifeline.telemetry.tracing.TracingSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** What becomes of spans when more of them end than can wait. */
class SpanRoomTest {
  private static final int BEYOND = 10;

  @Test
  void whatDoesNotFitIsCountedUntilThereIsRoomAgain() {
    RecordingEventSink events = new RecordingEventSink();
    SpanRoom room = new SpanRoom(events);
    fill(room);

    assertThat(room.takes()).isFalse();
    assertThat(events.value(Metric.SPANS, "overflowed")).isEqualTo(1);
    room.left(1);
    assertThat(room.takes()).isTrue();
    assertThat(room.takes()).isFalse();
    assertThat(events.value(Metric.SPANS, "overflowed")).isEqualTo(2);
  }

  @Test
  void spansOfOthersMakeNoMoreRoomThanThereIs() {
    SpanRoom room = new SpanRoom(new RecordingEventSink());
    room.left(100);
    fill(room);

    assertThat(room.takes()).isFalse();
  }

  @Test
  void kamonReportsWhatFitsAndTheRestIsCounted() throws IOException {
    Collector collector = Collector.start();
    KamonTelemetry telemetry = KamonTelemetry.start(thatReportsOnlyAtItsEnd());
    try {
      Tracing tracing =
          telemetry.tracing(new TracingSettings(1, Optional.of(collector.url())), "n1");
      for (int i = 0; i < SpanRoom.SPANS + BEYOND; i++) {
        OpenSpan span = tracing.begin(Step.PUBLISH, null, "default");
        span.end(Outcome.DONE);
        span.end(Outcome.DONE);
      }

      String counted = "lifeline_spans_total{outcome=\"overflowed\"} " + BEYOND + ".0";
      await(() -> telemetry.exported().text().contains(counted));
      telemetry.stop();
      await(() -> collector.spans().size() == SpanRoom.SPANS);
    } finally {
      telemetry.stop();
      collector.close();
    }
  }

  private static void fill(SpanRoom room) {
    for (int i = 0; i < SpanRoom.SPANS; i++) {
      assertThat(room.takes()).isTrue();
    }
  }

  private static Config thatReportsOnlyAtItsEnd() {
    return KamonConfig.with(
        "kamon.metric.tick-interval = 200 milliseconds", "kamon.trace.tick-interval = 1 hour");
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
