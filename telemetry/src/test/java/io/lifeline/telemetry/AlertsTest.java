package io.lifeline.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The alerts ask for metrics that there are, and the runbook has a section for each. Whether they
 * fire when they should is tested by {@code telemetry/bin/check-rules}.
 */
class AlertsTest {
  private static final Pattern OWN_METRIC = Pattern.compile("lifeline_\\w+");
  private static final Pattern ALERT = Pattern.compile("(?m)^ *- alert: (\\w+)$");
  private static final Pattern LINK = Pattern.compile("(?m)^ *runbook: (\\S+)$");
  private static final Pattern SECTION = Pattern.compile("(?m)^## (\\w+)$");

  private final String rules = Files.readString(Path.of("prometheus", "lifeline.rules.yml"));
  private final String tests = Files.readString(Path.of("prometheus", "lifeline.rules.test.yml"));
  private final String runbook = Files.readString(Path.of("RUNBOOK.md"));

  AlertsTest() throws IOException {}

  @Test
  void askForMetricsOfTheCatalogue() {
    Set<String> exported = new HashSet<>();
    for (Metric metric : Metric.values()) {
      if (metric.kind() == MetricKind.TIMER) {
        for (String series : List.of("_bucket", "_count", "_sum")) {
          exported.add(metric.exportedName() + series);
        }
      } else {
        exported.add(metric.exportedName());
      }
    }

    assertThat(found(OWN_METRIC, rules, 0)).isNotEmpty().isSubsetOf(exported);
  }

  @Test
  void haveASectionOfTheRunbookEach() {
    List<String> alerts = found(ALERT, rules, 1);

    assertThat(alerts).isNotEmpty().doesNotHaveDuplicates();
    assertThat(found(SECTION, runbook, 1)).containsExactlyElementsOf(alerts);
    assertThat(found(LINK, rules, 1))
        .containsExactlyElementsOf(
            alerts.stream()
                .map(alert -> "telemetry/RUNBOOK.md#" + alert.toLowerCase(Locale.ROOT))
                .toList());
  }

  @Test
  void areTestedEach() {
    assertThat(found(ALERT, rules, 1)).allSatisfy(alert -> assertThat(tests).contains(alert));
  }

  private static List<String> found(Pattern pattern, String text, int group) {
    return pattern.matcher(text).results().map(match -> match.group(group)).toList();
  }
}
