package io.lifeline.load.cluster;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.Samples;
import io.lifeline.load.prometheus.Prometheus;
import io.lifeline.load.prometheus.PrometheusConfig;
import io.lifeline.telemetry.grafana.Dashboard;
import io.lifeline.telemetry.grafana.ForeignMetrics;
import io.lifeline.telemetry.grafana.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The queries of every panel find data in a real Prometheus that scrapes three nodes to which
 * happens what can happen.
 */
public final class DashboardsScenario implements Scenario {
  private static final String JOB = "lifeline";
  private static final int MOST_ROUNDS = 8;
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(3);

  /** A window of Grafana's is four scrapes at least; here a round and more fits in. */
  private static final String WINDOW = "20s";

  private static final Duration SHOWN = Duration.ofSeconds(30);
  private static final Pattern CHOICE = Pattern.compile("label_values\\((.*), (\\w+)\\)");

  /** Whose values are 0 unless something is broken, or unless something is on that is off here. */
  private static final Set<String> ZERO_WHEN_WELL =
      Set.of(
          "Leak suspects",
          "Unreachable members",
          "Unreachable",
          "Unreachable members by node",
          "Views differ by",
          "Pauses of accepting",
          "Memory for compression",
          "Throttled",
          "Certificate",
          "Handshakes",
          "Certificates that could not be loaded",
          "Resets",
          "Stuck actors",
          "Failures",
          "Unhandled");

  private final Path telemetry;
  private final List<Dashboard> dashboards;

  /**
   * @param telemetry the folder of that module
   */
  public DashboardsScenario(Path telemetry) throws IOException {
    this.telemetry = telemetry;
    this.dashboards = Dashboard.all(telemetry);
  }

  @Override
  public String name() {
    return "dashboards";
  }

  @Override
  public String invariant() {
    return "every panel shows data, and other than 0 unless that is what a healthy cluster has";
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(8);
  }

  @Override
  public void play(Stage stage) throws Exception {
    NodeCluster cluster = NodeCluster.start(stage, MixedLoad.config(), ClusterTrial.NODES);
    List<String> targets = cluster.nodes().stream().map(node -> node.ops().address()).toList();
    Prometheus prometheus =
        Prometheus.start(
            telemetry,
            stage.directory().resolve("prometheus"),
            PrometheusConfig.scraping(JOB, targets),
            stage::own);
    MixedLoad load = MixedLoad.start(stage, cluster);

    List<String> problems = List.of("nothing asked");
    for (int round = 1; round <= MOST_ROUNDS && !problems.isEmpty(); round++) {
      stage.say("round " + round);
      load.round();
      Poll.pause(BETWEEN_ROUNDS);
      problems = empty(prometheus);
      problems.forEach(problem -> stage.say("not yet: " + problem));
    }
    if (problems.isEmpty()) {
      problems = missing(cluster);
      mustOffer(prometheus, "cluster", Set.of(JOB));
      mustOffer(prometheus, "node", Set.copyOf(targets));
    }
    if (!problems.isEmpty()) {
      throw new InvariantBroken(problems);
    }
    stage.note(dashboards.stream().mapToInt(board -> board.panels().size()).sum() + " panels");
  }

  /** The queries that find no number, or nothing but 0 where something has happened. */
  private List<String> empty(Prometheus prometheus) throws IOException, InterruptedException {
    List<String> empty = new ArrayList<>();
    for (Dashboard dashboard : dashboards) {
      for (Panel panel : dashboard.panels()) {
        for (String query : panel.queries()) {
          List<Double> values = prometheus.values(chosen(query), SHOWN);
          boolean shown =
              ZERO_WHEN_WELL.contains(panel.title())
                  ? !values.isEmpty()
                  : values.stream().anyMatch(value -> value != 0);
          if (!shown) {
            empty.add(
                dashboard.title()
                    + ": "
                    + panel.title()
                    + (values.isEmpty() ? " is empty: " : " is 0: ")
                    + query);
          }
        }
      }
    }
    return empty;
  }

  /** A query as Grafana sends it where everything is chosen. */
  private static String chosen(String query) {
    return query
        .replace("$__rate_interval", WINDOW)
        .replace("$cluster", JOB)
        .replace("$node", ".*");
  }

  /** What Grafana offers for a variable, on each dashboard. */
  private void mustOffer(Prometheus prometheus, String variable, Set<String> expected)
      throws IOException, InterruptedException {
    for (Dashboard dashboard : dashboards) {
      Matcher choice = CHOICE.matcher(dashboard.choices().getOrDefault(variable, ""));
      InvariantBroken.unless(choice.matches(), dashboard.title() + " offers no " + variable);
      List<String> offered = prometheus.labelValues(chosen(choice.group(1)), choice.group(2));
      InvariantBroken.unless(
          Set.copyOf(offered).equals(expected),
          dashboard.title()
              + " offers "
              + offered
              + " for "
              + variable
              + " (expected: "
              + expected
              + ")");
    }
  }

  /** The series of the list of foreign metrics that no node has. */
  private static List<String> missing(NodeCluster cluster) throws IOException {
    List<String> missing = new ArrayList<>(ForeignMetrics.names());
    for (NodeProcess node : cluster.nodes()) {
      Samples metrics = node.ops().metrics();
      missing.removeIf(metrics::has);
    }
    return missing.stream().map(name -> "no node exports " + name).toList();
  }
}
