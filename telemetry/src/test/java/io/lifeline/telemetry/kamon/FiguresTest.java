package io.lifeline.telemetry.kamon;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Figures;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is added up from tick to tick. Every test uses metrics of its own. */
class FiguresTest {
  private static final Pattern BUCKET =
      Pattern.compile("lifeline_heartbeat_round_trip_seconds_bucket\\{le=\"([^\"]+)\"} (\\S+)");

  private static KamonTelemetry telemetry;
  private static EventSink events;

  @BeforeAll
  static void start() {
    Config config = KamonConfig.with("kamon.metric.tick-interval = 100 milliseconds");
    telemetry = KamonTelemetry.start(config);
    events = telemetry.events();
  }

  @AfterAll
  static void stop() {
    telemetry.stop();
  }

  @Test
  void countersAddUpOverTheirTagsAndFromTickToTick() {
    events.add(Metric.CLOSED, "kicked", 2);
    events.add(Metric.CLOSED, "silent_peer", 40);
    await(figures -> figures.total(Metric.CLOSED) == 42);

    events.add(Metric.OPENED, 1); // so that one more tick is seen to pass
    await(figures -> figures.total(Metric.OPENED) == 1);
    assertThat(telemetry.exported().figures().total(Metric.CLOSED)).isEqualTo(42);

    events.add(Metric.CLOSED, "kicked", 1);
    await(figures -> figures.total(Metric.CLOSED) == 43);
  }

  @Test
  void gaugesAreAsTheyWereLast() {
    events.set(Metric.LEAK_SUSPECTS, "heap", 30);
    events.set(Metric.LEAK_SUSPECTS, "actors", 3);
    await(figures -> figures.total(Metric.LEAK_SUSPECTS) == 33);

    events.set(Metric.LEAK_SUSPECTS, "heap", 0);
    await(figures -> figures.total(Metric.LEAK_SUSPECTS) == 3);
  }

  @Test
  void whatWasNeverCountedIsZero() {
    await(figures -> !figures.totals().isEmpty());

    assertThat(telemetry.exported().figures().total(Metric.ALERTS)).isZero();
    assertThat(Figures.NONE.total(Metric.OPENED)).isZero();
  }

  @Test
  void roundTripsAreCountedUpToTheLimitsThatTheTextHas() {
    for (long micros : new long[] {90, 100, 700, 3_000, 40_000_000}) {
      events.record(Metric.ROUND_TRIP, micros * 1_000);
    }
    await(figures -> trips(figures, Double.POSITIVE_INFINITY) == 5);
    events.record(Metric.ROUND_TRIP, 700_000);
    await(figures -> trips(figures, Double.POSITIVE_INFINITY) == 6);

    Figures figures = telemetry.exported().figures();
    assertThat(trips(figures, 0.0005)).isEqualTo(2);
    assertThat(trips(figures, 0.001)).isEqualTo(4);
    assertThat(trips(figures, 0.005)).isEqualTo(5);
    assertThat(trips(figures, 30)).isEqualTo(5);
    assertThat(figures.roundTrips()).isEqualTo(buckets(telemetry.exported().text()));
  }

  private static Map<Double, Long> buckets(String text) {
    Map<Double, Long> buckets = new HashMap<>();
    Matcher line = BUCKET.matcher(text);
    while (line.find()) {
      double limit =
          line.group(1).equals("+Inf")
              ? Double.POSITIVE_INFINITY
              : Double.parseDouble(line.group(1));
      buckets.put(limit, (long) Double.parseDouble(line.group(2)));
    }
    return buckets;
  }

  private static long trips(Figures figures, double within) {
    return figures.roundTrips().getOrDefault(within, 0L);
  }

  private static void await(Predicate<Figures> seen) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!seen.test(telemetry.exported().figures())) {
      assertThat(System.nanoTime()).as("%s", telemetry.exported().figures()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
