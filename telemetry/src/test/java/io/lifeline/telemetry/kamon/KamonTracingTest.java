package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.lifeline.telemetry.kamon.Collector.Received;
import io.lifeline.telemetry.tracing.NoTracing;
import io.lifeline.telemetry.tracing.OpenSpan;
import io.lifeline.telemetry.tracing.Outcome;
import io.lifeline.telemetry.tracing.Step;
import io.lifeline.telemetry.tracing.Tracing;
import io.lifeline.telemetry.tracing.TracingSettings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans of a node as a collector gets them. */
class KamonTracingTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String SPAN = "b7ad6b7169203331";
  private static final String CALLER = "00-" + TRACE + "-" + SPAN + "-01";
  private static final String UNSAMPLED = "00-" + TRACE + "-" + SPAN + "-00";

  private Collector collector;
  private KamonTelemetry telemetry;

  @BeforeEach
  void start() throws IOException {
    collector = Collector.start();
    Config config =
        KamonConfig.with(
            "kamon.metric.tick-interval = 200 milliseconds",
            "kamon.trace.tick-interval = 50 milliseconds");
    telemetry = KamonTelemetry.start(config);
  }

  @AfterEach
  void stop() {
    telemetry.stop();
    collector.close();
  }

  @Test
  void spansArriveBelowTheirParentsAndSayWhatTheyAre() {
    Tracing tracing = tracing(1, collector.url());

    OpenSpan above = tracing.begin(Step.PUBLISH, null, "lobby:");
    OpenSpan below = tracing.begin(Step.APPEND, above.traceparent(), "lobby:", 1_500);
    below.tag("waited_ms", 7);
    below.end(Outcome.DONE);
    below.end(Outcome.DROPPED);
    above.end(Outcome.UNANSWERED);
    await(() -> collector.spans().size() == 2);

    Received publish = received("lifeline.publish");
    Received append = received("lifeline.append");
    assertThat(publish.traceId()).hasSize(32);
    assertThat(publish.parentId()).isEmpty();
    assertThat(publish.failed()).isTrue();
    assertThat(publish.attributes())
        .containsEntry("namespace", "lobby:")
        .containsEntry("node", "n1")
        .containsEntry("result", "unanswered");
    assertThat(append.traceId()).isEqualTo(publish.traceId());
    assertThat(append.parentId()).isEqualTo(publish.spanId());
    assertThat(append.failed()).isFalse();
    assertThat(append.attributes()).containsEntry("waited_ms", "7").containsEntry("result", "done");
    assertThat(append.endNanos() - append.startNanos())
        .isGreaterThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(1_500));
  }

  @Test
  void callersTraceGoesOn() {
    OpenSpan span = tracing(1, collector.url()).begin(Step.PUBLISH, CALLER, "default");
    span.end(Outcome.DONE);
    await(() -> collector.spans().size() == 1);

    assertThat(received("lifeline.publish").traceId()).isEqualTo(TRACE);
    assertThat(received("lifeline.publish").parentId()).isEqualTo(SPAN);
    assertThat(span.traceparent()).startsWith("00-" + TRACE + "-").endsWith("-01");
  }

  @Test
  void aboutThePartThatIsAskedForIsTaken() {
    Tracing tracing = tracing(0.25, collector.url());
    int taken = 0;
    for (int i = 0; i < 10_000; i++) {
      taken += tracing.takes(null) ? 1 : 0;
    }

    assertThat(taken).isBetween(2_000, 3_000); // eleven standard deviations
  }

  @Test
  void callerDecidesWhereThereIsOne() {
    Tracing some = tracing(Double.MIN_VALUE, collector.url());

    assertThat(some.takes(CALLER)).isTrue();
    assertThat(some.takes(UNSAMPLED)).isFalse();
    assertThat(some.takes("no traceparent")).isFalse();
    assertThat(new KamonTracing(1, "n1", new SpanRoom(telemetry.events())).takes("no traceparent"))
        .isTrue();
  }

  @Test
  void nothingIsTracedWhereNothingIsToBe() {
    Tracing off = tracing(0, collector.url());

    assertThat(off).isEqualTo(NoTracing.INSTANCE);
    assertThat(off.takes(CALLER)).isFalse();
  }

  @Test
  void spansThatNobodyTakesAreCountedAsLost() {
    collector.status = 503;
    Tracing tracing = tracing(1, collector.url());
    tracing.begin(Step.PUBLISH, null, "default").end(Outcome.DONE);
    await(() -> telemetry.exported().text().contains("lifeline_spans_total{outcome=\"lost\"} 1.0"));

    collector.status = 200;
    tracing.begin(Step.PUBLISH, null, "default").end(Outcome.DONE);
    await(
        () ->
            telemetry.exported().text().contains("lifeline_spans_total{outcome=\"reported\"} 1.0"));
    assertThat(collector.spans()).hasSize(1);
  }

  @Test
  void collectorThatIsGoneIsSurvived() {
    URI gone = collector.url();
    collector.close();

    tracing(1, gone).begin(Step.PUBLISH, null, "default").end(Outcome.DONE);

    await(() -> telemetry.exported().text().contains("lifeline_spans_total{outcome=\"lost\"} 1.0"));
  }

  private Tracing tracing(double sampled, URI to) {
    return telemetry.tracing(new TracingSettings(sampled, Optional.of(to)), "n1");
  }

  private Received received(String name) {
    return collector.spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
