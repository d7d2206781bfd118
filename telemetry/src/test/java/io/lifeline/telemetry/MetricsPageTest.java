package io.lifeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The catalogue as a page for those who read dashboards: {@code METRICS.md}. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("METRICS.md");
  private static final String WRITE = "lifeline.write-pages";

  @Test
  void thePageIsTheCatalogue() throws IOException {
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page());
    }

    assertThat(Files.readString(PAGE))
        .as(
            "METRICS.md is written anew by:"
                + " mvn -pl telemetry test -Dtest=MetricsPageTest -D%s=true",
            WRITE)
        .isEqualTo(page());
  }

  private static String page() {
    return """
        # Metrics

        What Lifeline counts itself, at `/metrics` of the ops listener. Written by `MetricsPageTest` from the \
        enum `Metric`; do not edit it here. What Kamon's instrumentation counts (`pekko_*`, `jvm_*`, `process_*`, \
        `host_*`, `executor_*`, `http_*`) stands beside these. The pool that runs the actors is among the first, \
        not among `executor_*`.

        A counter or gauge without a tag is there from the start, at 0. One with a tag has a series for each value that \
        has occurred, and at most 64 values; what goes beyond is counted as `other`. A histogram has its series from the \
        first value on. Nothing is tagged by user, \
        connection or channel. Figures are at most one tick old (`kamon.metric.tick-interval`, 5 s). A histogram \
        has the series `_bucket`, `_count` and `_sum`.

        | name | kind | unit | tag | meaning |
        |---|---|---|---|---|
        %s
        """
        .formatted(
            Stream.of(Metric.values())
                .sorted(Comparator.comparing(Metric::exportedName))
                .map(MetricsPageTest::row)
                .collect(Collectors.joining("\n")));
  }

  private static String row(Metric metric) {
    return "| `%s` | %s | %s | %s | %s |"
        .formatted(
            metric.exportedName(),
            metric.kind() == MetricKind.TIMER ? "histogram" : lower(metric.kind()),
            lower(metric.unit()),
            metric.tag().isEmpty() ? "" : "`" + metric.tag() + "`",
            metric.meaning());
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
