package io.lifeline.telemetry.grafana;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The dashboards as a page, with what each panel shows: {@code DASHBOARDS.md}. */
class DashboardsPageTest {
  private static final Path PAGE = Path.of("DASHBOARDS.md");
  private static final String WRITE = "lifeline.write-pages";

  @Test
  void thePageIsWhatTheDashboardsSay() throws IOException {
    String page = page(Dashboard.all(Path.of("")));
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.readString(PAGE))
        .as(
            "DASHBOARDS.md is written anew by:"
                + " mvn -pl telemetry test -Dtest=DashboardsPageTest -D%s=true",
            WRITE)
        .isEqualTo(page);
  }

  private static String page(List<Dashboard> dashboards) {
    return """
        # Dashboards

        What Lifeline counts, drawn by Grafana. Written by `DashboardsPageTest` from the dashboards in `grafana`; do \
        not edit it here.

        ## Into a Grafana

        1. Let Prometheus scrape the ops listener of each node. The name of the job is the name of the cluster; the \
        alerts ([RUNBOOK.md](RUNBOOK.md)) want one that begins with `lifeline`.

               scrape_configs:
                 - job_name: lifeline
                   scrape_interval: 15s
                   authorization: { credentials: THE-TOKEN }  # lifeline.edge.ops.tokens, where it is not on loopback
                   static_configs:
                     - targets: ["10.0.0.1:8081", "10.0.0.2:8081", "10.0.0.3:8081"]

        2. Import the files of `grafana` as they are: one at a time under Dashboards, New, Import; or all of them by \
        provisioning, with the folder as the `path` of a provider of type `file`.
        3. Choose the Prometheus, the cluster and the nodes at the top of a dashboard. By default they are Grafana's \
        own Prometheus and all.

        Each dashboard has a uid of its own, so importing a newer file replaces the older one. They lead to each other \
        and keep what was chosen. They have the form of schema version %d, \
        as Grafana 13 publishes it. The import itself is not tested: the tests have no Grafana.

        ## Changing them

        They are code: TypeScript in `grafana/code`, on Grafana's own builders. `telemetry/bin/check-dashboards --write` \
        makes the files anew; without `--write` it tells whether they are what the code makes. Both hold them against \
        `@grafana/schema`, the types that Grafana publishes. Tests hold the metrics of each query against the catalogue \
        ([METRICS.md](METRICS.md)) and a list of those that come from Kamon's instrumentation. \
        `mvn -Pdashboards verify` runs each query against a Prometheus that scrapes three nodes under load: it must find \
        data, and other than 0 where something has happened.

        ## What they show

        %s"""
        .formatted(
            dashboards.get(0).json().path("schemaVersion").asInt(),
            dashboards.stream().map(DashboardsPageTest::section).collect(Collectors.joining("\n")));
  }

  private static String section(Dashboard dashboard) {
    return """
        ### %s

        %s `grafana/%s`

        | under | panel | what it shows |
        |---|---|---|
        %s
        """
        .formatted(
            dashboard.title(),
            dashboard.description(),
            dashboard.file(),
            dashboard.panels().stream()
                .map(
                    panel ->
                        "| %s | %s | %s |"
                            .formatted(panel.heading(), panel.title(), panel.description()))
                .collect(Collectors.joining("\n")));
  }
}
