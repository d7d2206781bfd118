package io.lifeline.telemetry.grafana;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * The series of Kamon's instrumentation that the dashboards may ask for. That a node has each of
 * them is seen where the load tests run the dashboards' queries.
 */
public final class ForeignMetrics {
  private static final String LIST = "foreign-metrics.txt";

  private ForeignMetrics() {}

  /** As Prometheus names them. */
  public static List<String> names() throws IOException {
    InputStream list = Objects.requireNonNull(ForeignMetrics.class.getResourceAsStream(LIST), LIST);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
      return lines.lines().filter(line -> !line.isBlank()).toList();
    }
  }
}
