package io.lifeline.telemetry.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.MetricKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The dashboards ask for metrics that there are, and Grafana takes them as they are. Whether they
 * are what their code makes is told by {@code bin/check-dashboards}, and whether their queries find
 * data by the load tests.
 */
class DashboardsTest {
  /** Of Prometheus itself: whether it could read a node. */
  private static final String UP = "up";

  private final List<Dashboard> dashboards = Dashboard.all(Path.of(""));

  DashboardsTest() throws IOException {}

  @Test
  void askForMetricsOfTheCatalogueAndOfTheListOfForeignOnes() throws IOException {
    Set<String> known = ownSeries();
    known.addAll(ForeignMetrics.names());
    known.add(UP);

    assertThat(asked()).isSubsetOf(known);
  }

  @Test
  void askForEachMetricOfTheListOfForeignOnes() throws IOException {
    assertThat(asked()).containsAll(ForeignMetrics.names());
  }

  @Test
  void areHeldToTheChosenClusterAndNodes() {
    for (Dashboard dashboard : dashboards) {
      assertThat(dashboard.choices()).containsOnlyKeys("cluster", "node");
      for (String query : queries(dashboard)) {
        assertThat(query.replace("job=~\"$cluster\", instance=~\"$node\"", "CHOSEN"))
            .as(dashboard.file())
            .contains("{CHOSEN")
            .doesNotContainPattern("\\{(?!CHOSEN)");
      }
    }
  }

  @Test
  void leaveItToGrafanaWhichPrometheusTheyAsk() {
    for (Dashboard dashboard : dashboards) {
      List<JsonNode> datasources = dashboard.json().findValues("datasource");

      assertThat(datasources).isNotEmpty();
      assertThat(datasources)
          .as(dashboard.file())
          .allSatisfy(
              datasource -> assertThat(datasource.path("uid").asText()).isEqualTo("${datasource}"));
      assertThat(dashboard.json().path("templating").path("list").get(0).path("type").asText())
          .isEqualTo("datasource");
      assertThat(dashboard.json().has("id")).as("an id of some Grafana's own").isFalse();
    }
  }

  @Test
  void haveNamesOfTheirOwn() {
    assertThat(dashboards).extracting(Dashboard::uid).doesNotHaveDuplicates();
    assertThat(dashboards).extracting(Dashboard::title).doesNotHaveDuplicates();
    assertThat(dashboards)
        .allSatisfy(board -> assertThat(board.file()).isEqualTo(board.uid() + ".json"));
  }

  @Test
  void havePanelsThatSayWhatTheyShow() {
    for (Dashboard dashboard : dashboards) {
      assertThat(dashboard.panels())
          .as(dashboard.file())
          .extracting(Panel::title)
          .doesNotHaveDuplicates();
      assertThat(dashboard.panels())
          .allSatisfy(
              panel -> {
                assertThat(panel.title()).isNotBlank();
                assertThat(panel.description()).as(panel.title()).isNotBlank();
                assertThat(panel.queries()).as(panel.title()).isNotEmpty();
              });
    }
  }

  /** The series of all queries. */
  private Set<String> asked() {
    Set<String> asked = new TreeSet<>();
    for (Dashboard dashboard : dashboards) {
      queries(dashboard).forEach(query -> asked.addAll(PromQl.metrics(query)));
      dashboard.choices().values().stream()
          .map(choice -> choice.replaceAll("label_values\\((.*), *\\w+\\)", "$1"))
          .forEach(series -> asked.addAll(PromQl.metrics(series)));
    }
    return asked;
  }

  private static List<String> queries(Dashboard dashboard) {
    return dashboard.panels().stream().flatMap(panel -> panel.queries().stream()).toList();
  }

  private static Set<String> ownSeries() {
    Set<String> series = new HashSet<>();
    for (Metric metric : Metric.values()) {
      if (metric.kind() == MetricKind.TIMER) {
        for (String ending : List.of("_bucket", "_count", "_sum")) {
          series.add(metric.exportedName() + ending);
        }
      } else {
        series.add(metric.exportedName());
      }
    }
    return series;
  }
}
