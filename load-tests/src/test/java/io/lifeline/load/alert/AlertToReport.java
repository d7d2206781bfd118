package io.lifeline.load.alert;

import io.lifeline.load.InvariantBroken;
import io.lifeline.load.Poll;
import io.lifeline.load.Scenario;
import io.lifeline.load.Stage;
import io.lifeline.load.browser.ReportInBrowser;
import io.lifeline.load.node.NodeConfig;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.node.NodeProcess;
import io.lifeline.load.node.OpsListener;
import io.lifeline.load.peer.Manners;
import io.lifeline.load.peer.Peer;
import io.lifeline.load.peer.PeerLoop;
import io.lifeline.load.prometheus.Alertmanager;
import io.lifeline.load.prometheus.Prometheus;
import io.lifeline.load.prometheus.PrometheusConfig;
import io.lifeline.load.prometheus.Rules;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Three nodes of which one leaks, a Prometheus with the rules that are shipped, an Alertmanager
 * that tells each node, and somebody to whom reports are announced.
 */
public final class AlertToReport implements Scenario {
  /** From the moment at which the alert fires until the report has been announced. */
  private static final Duration REPORTED_WITHIN = Duration.ofSeconds(30);

  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration ALERT_LIMIT = Duration.ofSeconds(60);
  private static final String ALERT = "LifelineLeakSuspects";
  private static final String LEAKS = "leaks";
  private static final int CLIENTS = 40;

  /** Of which each leaks about one. */
  private static final int ROUNDS = 6;

  private static final int CONNECTIONS_OF_A_ROUND = 50;

  private final Path telemetry;
  private final NodeLaunch leaky;

  /**
   * @param telemetry the folder of that module
   * @param leaky the node that leaks
   */
  public AlertToReport(Path telemetry, NodeLaunch leaky) {
    this.telemetry = telemetry;
    this.leaky = leaky;
  }

  @Override
  public String name() {
    return "alert-to-report";
  }

  @Override
  public String invariant() {
    return "a leak's alert has a report announced within "
        + REPORTED_WITHIN.toSeconds()
        + " s, which names the node and what leaks there";
  }

  @Override
  public Duration timeout() {
    return Duration.ofMinutes(4);
  }

  @Override
  public void play(Stage stage) throws Exception {
    Announcements announcements = stage.own(Announcements.listen());
    List<NodeProcess> nodes = startNodes(stage, announcements.uri());
    List<String> targets = nodes.stream().map(node -> node.ops().address()).toList();
    NodeProcess leaking = nodes.get(nodes.size() - 1);
    Alertmanager alertmanager = watch(stage, targets);
    PeerLoop loop = stage.own(new PeerLoop(leaking.peerAddress(), stage.random()));
    open(loop, nodes);

    stage.say("one of the nodes leaks");
    for (int i = 0; i < ROUNDS; i++) {
      leak(loop, "leak-" + i);
    }
    Announcements.Received report = awaitReport(announcements, leaking.ops().node());
    Instant fired =
        alertmanager
            .firesSince(ALERT, leaking.ops().address())
            .orElseThrow(() -> new InvariantBroken(List.of("the alert does not fire any more")));
    Duration took = Duration.between(fired, report.at());
    stage.note("fired -> reported and announced: " + took.toMillis() + " ms");

    InvariantBroken.unless(
        took.compareTo(REPORTED_WITHIN) <= 0,
        "announced " + took.toMillis() + " ms after it fired (expected: " + REPORTED_WITHIN + ")");
    mustName(report);
    mustNotBlame(announcements, nodes.subList(0, nodes.size() - 1));
    mustShow(stage, leaking, report);
  }

  private List<NodeProcess> startNodes(Stage stage, URI receiver) throws Exception {
    List<NodeProcess> nodes = new ArrayList<>();
    nodes.add(stage.startNode(config(stage, receiver, 1)));
    NodeConfig joining = joining(nodes.get(0));
    nodes.add(stage.startNode(with(joining, config(stage, receiver, 2))));
    nodes.add(
        NodeProcess.start(
            leaky,
            with(joining, config(stage, receiver, 3)),
            stage.directory().resolve("node-3-leaky"),
            stage::own));
    Poll.until(
        START_LIMIT,
        "the cluster",
        () ->
            nodes.stream()
                .filter(node -> node.members().size() != nodes.size())
                .map(node -> node + " sees " + node.members())
                .toList());
    return nodes;
  }

  private static NodeConfig config(Stage stage, URI receiver, int number) {
    Path reports = stage.directory().resolve("reports-" + number).toAbsolutePath();
    String announce = "lifeline.telemetry.inspection.announce.";
    return NodeConfig.patient()
        .withOpsToken()
        .with("lifeline.telemetry.agent", "off") // it starts sooner; no alert asks for what it has
        .with("lifeline.telemetry.inspection.directory", '"' + reports.toString() + '"')
        .with(announce + "url", '"' + receiver.toString() + '"')
        .with(announce + "token", '"' + Announcements.TOKEN + '"');
  }

  private static NodeConfig joining(NodeProcess first) {
    return NodeConfig.patient().with("lifeline.cluster.join", "[\"" + first.cluster() + "\"]");
  }

  private static NodeConfig with(NodeConfig one, NodeConfig other) {
    NodeConfig both = one;
    for (var value : other.values().entrySet()) {
      both = both.with(value.getKey(), value.getValue());
    }
    return both;
  }

  private Alertmanager watch(Stage stage, List<String> targets) throws Exception {
    stage.say("starting Alertmanager and Prometheus");
    Path rules = stage.directory().resolve("rules.yml").toAbsolutePath();
    Rules.impatient(telemetry, rules);
    Alertmanager alertmanager =
        Alertmanager.start(
            telemetry,
            stage.directory().resolve("alertmanager"),
            targets,
            OpsListener.TOKEN,
            stage::own);
    PrometheusConfig config =
        PrometheusConfig.scraping("lifeline", targets)
            .withToken(OpsListener.TOKEN)
            .alerting(rules, alertmanager.address());
    Prometheus.start(telemetry, stage.directory().resolve("prometheus"), config, stage::own);
    return alertmanager;
  }

  /** Clients that stay, so that a report shows more than an empty node. */
  private static void open(PeerLoop loop, List<NodeProcess> nodes) throws Exception {
    List<Peer> peers = new ArrayList<>();
    for (NodeProcess node : nodes) {
      for (int i = 0; i < CLIENTS; i++) {
        String path = "/ws?channel=news&user=client-" + i;
        peers.add(loop.upgrade(node.peerAddress(), path, Manners.POLITE, text -> {}));
      }
    }
    awaitOpen(peers);
  }

  private static void leak(PeerLoop loop, String user) throws Exception {
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS_OF_A_ROUND; i++) {
      peers.add(loop.upgrade("/ws?user=" + user, Manners.POLITE));
    }
    awaitOpen(peers);
    peers.forEach(Peer::reset);
  }

  private static void awaitOpen(List<Peer> peers) throws Exception {
    Poll.until(
        START_LIMIT,
        "clients",
        () -> {
          long waiting = peers.stream().filter(peer -> !peer.answered().isDone()).count();
          return waiting == 0 ? List.of() : List.of(waiting + " are not answered");
        });
    InvariantBroken.unless(
        peers.stream().allMatch(peer -> peer.answered().join() == 101), "a client was refused");
  }

  private static Announcements.Received awaitReport(Announcements announcements, String node)
      throws Exception {
    Poll.until(
        ALERT_LIMIT,
        "the announcement of " + node,
        () ->
            announcements.of(node, ALERT).isEmpty()
                ? List.of("no report about " + ALERT)
                : List.of());
    return announcements.of(node, ALERT).get(0);
  }

  private static void mustName(Announcements.Received report) {
    List<String> leaks = report.findings(LEAKS);
    InvariantBroken.unless(
        leaks.stream().anyMatch(leak -> leak.contains("in the group sockets")),
        "the report of the leaking node names no group: " + report.json());
    InvariantBroken.unless(
        report.json().path("severity").asText().equals("critical"),
        "the verdict is not critical: " + report.json());
  }

  /** Each node is told of the alert and looks at itself. */
  private static void mustNotBlame(Announcements announcements, List<NodeProcess> healthy)
      throws Exception {
    for (NodeProcess node : healthy) {
      Announcements.Received report = awaitReport(announcements, node.ops().node());
      InvariantBroken.unless(
          report.findings(LEAKS).isEmpty(), "a healthy node is blamed: " + report.json());
    }
  }

  private static void mustShow(Stage stage, NodeProcess node, Announcements.Received report)
      throws Exception {
    URI page = node.ops().uri(report.json().path("report").asText());
    try (ReportInBrowser shown = ReportInBrowser.open(page, OpsListener.TOKEN)) {
      shown.screenshot(stage.directory().resolve("report.png"));
      InvariantBroken.unless(
          shown.verdict().equals(report.json().path("verdict").asText()),
          "the page's verdict is: " + shown.verdict());
      InvariantBroken.unless(
          shown.todo().stream().anyMatch(todo -> todo.contains("have no living connection")),
          "the page says to do: " + shown.todo());
      InvariantBroken.unless(
          shown.openChecks().contains(LEAKS), "the page shows: " + shown.openChecks());
      InvariantBroken.unless(
          shown.complaints().isEmpty(), "the browser complains: " + shown.complaints());
    }
  }
}
