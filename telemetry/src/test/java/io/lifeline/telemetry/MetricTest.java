package io.lifeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricTest {
  @Test
  void idsAreUniqueAlsoInPrometheusSpelling() {
    assertThat(Stream.of(Metric.values()).map(Metric::exportedName)).doesNotHaveDuplicates();
  }

  @Test
  void idsAreLifelinesOwnAndInOneSpelling() {
    assertThat(Metric.values())
        .allSatisfy(metric -> assertThat(metric.id()).matches("lifeline(\\.[a-z]+(-[a-z]+)*)+"));
  }

  @Test
  void everyMetricSaysWhatItMeans() {
    assertThat(Metric.values()).allSatisfy(metric -> assertThat(metric.meaning()).endsWith("."));
  }

  @Test
  void whatIsNamedInAUnitIsInThatUnit() {
    assertThat(Metric.values())
        .filteredOn(metric -> metric.exportedName().endsWith("_seconds"))
        .allSatisfy(metric -> assertThat(metric.unit()).isEqualTo(MetricUnit.SECONDS));
    assertThat(Metric.values())
        .filteredOn(metric -> metric.exportedName().contains("_bytes"))
        .allSatisfy(metric -> assertThat(metric.unit()).isEqualTo(MetricUnit.BYTES));
  }
}
