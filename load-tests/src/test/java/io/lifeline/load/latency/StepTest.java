package io.lifeline.load.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.lifeline.load.latency.Step.CurvePoint;
import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class StepTest {
  private final Histogram nanos = Percentiles.histogram();

  @Test
  void percentilesAreMillisecondsAndKeepTheirOrder() {
    for (int i = 1; i <= 10_000; i++) {
      Percentiles.record(nanos, i * 1_000_000L);
    }

    assertThat(Percentiles.named(nanos).keySet())
        .containsExactly("p50", "p90", "p99", "p99.9", "p99.99", "max");
    assertThat(Percentiles.named(nanos).get("p50")).isCloseTo(5000, Percentage.withPercentage(0.2));
    assertThat(Percentiles.named(nanos).get("p99.9"))
        .isCloseTo(9990, Percentage.withPercentage(0.2));
  }

  @Test
  void whatIsSlowerThanAMinuteCountsAsThat() {
    Percentiles.record(nanos, 3_600_000_000_000L);
    Percentiles.record(nanos, -5);

    assertThat(Percentiles.named(nanos).get("max"))
        .isCloseTo(60_000, Percentage.withPercentage(0.2));
    assertThat(Percentiles.named(nanos).get("p50")).isZero();
  }

  @Test
  void theCurveRunsFromTheMedianToFourNines() {
    assertThat(Percentiles.curve(nanos).get(0).percentile()).isEqualTo(50);
    assertThat(Percentiles.curve(nanos)).last().satisfies(StepTest::isFourNines);
    assertThat(Percentiles.curve(nanos))
        .isSortedAccordingTo((a, b) -> Double.compare(a.percentile(), b.percentile()));
  }

  @Test
  void jsonIsReadBackAsItWasWritten() {
    Percentiles.record(nanos, 1_500_000);
    Step step =
        new Step(
            "bun",
            "25 % of saturation",
            10,
            400_000,
            100.5,
            20,
            200,
            0,
            0.02,
            0.1,
            Percentiles.named(nanos),
            Percentiles.curve(nanos));

    assertThat(step.toJson())
        .startsWith("{\"server\":\"bun\",\"load\":\"25 % of saturation\",\"connections\":10,")
        .contains("\"saturation_per_second\":400000.0", "\"latency\":{\"p50\":1.5", "\"p99.99\":")
        .doesNotContain("\n");
    assertThat(Step.fromJson(step.toJson())).isEqualTo(step);
  }

  @Test
  void whatIsNoResultIsSaidToBeNone() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Step.fromJson("{\"conns\":1}"))
        .withMessageStartingWith("not a result");
  }

  private static void isFourNines(CurvePoint point) {
    assertThat(point.percentile()).isCloseTo(99.99, within(1e-9));
  }
}
