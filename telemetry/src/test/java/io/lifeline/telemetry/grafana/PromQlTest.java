package io.lifeline.telemetry.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PromQlTest {
  @Test
  void functionsLabelsAndOperatorsAreNoMetrics() {
    String query =
        """
        histogram_quantile(0.99, sum by (le, job) (rate(a_bucket{job=~"$cluster", x="b_total"}[$__rate_interval])))
          / on (instance) group_left () clamp_min(c, 1) > 0 or on () vector(0) and d:e unless f offset 5m
        """;

    assertThat(PromQl.metrics(query)).containsExactly("a_bucket", "c", "d:e", "f");
  }
}
