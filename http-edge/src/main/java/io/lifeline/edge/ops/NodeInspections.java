package io.lifeline.edge.ops;

import io.lifeline.edge.ops.cluster.ClusterLooks;
import io.lifeline.supervision.Supervision;
import io.lifeline.telemetry.EventSink;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.actortree.ActorGroups;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Dependency;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.HealthyGroups;
import io.lifeline.telemetry.inspection.InspectionSettings;
import io.lifeline.telemetry.inspection.Inspections;
import io.lifeline.telemetry.inspection.LogSignatures;
import io.lifeline.telemetry.inspection.ProcessState;
import io.lifeline.telemetry.inspection.StartLog;
import io.lifeline.telemetry.inspection.Trends;
import io.lifeline.telemetry.inspection.announce.AnnouncementSettings;
import io.lifeline.telemetry.inspection.announce.Announcer;
import io.lifeline.telemetry.inspection.checks.ActorGroupsCheck;
import io.lifeline.telemetry.inspection.checks.BlockingCheck;
import io.lifeline.telemetry.inspection.checks.ContainerCheck;
import io.lifeline.telemetry.inspection.checks.DependencyCheck;
import io.lifeline.telemetry.inspection.checks.DiskCheck;
import io.lifeline.telemetry.inspection.checks.LogCheck;
import io.lifeline.telemetry.inspection.checks.ProcessChecks;
import io.lifeline.telemetry.inspection.checks.RestartsCheck;
import io.lifeline.telemetry.inspection.checks.StuckCheck;
import io.lifeline.telemetry.inspection.checks.ThreadsCheck;
import io.lifeline.telemetry.inspection.report.Reports;
import io.lifeline.telemetry.stuck.StuckReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts together what is inspected of a node, and what is sampled meanwhile so that an inspection
 * has something to compare with. Used once.
 */
public final class NodeInspections {
  private static final Logger LOG = LoggerFactory.getLogger(NodeInspections.class);
  private static final Duration FIRST_HEALTHY_AFTER = Duration.ofMinutes(1);
  private static final Duration GRACE = Duration.ofSeconds(2);

  /**
   * The node that is inspected.
   *
   * @param stuck which actors are
   */
  public record Inspected(
      ActorSystem<?> system,
      Supervision supervision,
      ActorRef<Ops.Command> ops,
      ResourceLedger ledger,
      Supplier<StuckReport> stuck,
      String version) {}

  /**
   * How it is inspected, and whom reports are announced to.
   *
   * @param cluster the name of the node's cluster
   * @param connectionsWithin what connections are given to say how they are
   */
  public record Ways(
      InspectionSettings inspection,
      AnnouncementSettings announcement,
      String cluster,
      Duration connectionsWithin) {}

  private final Inspected node;
  private final Optional<Announcer> announcer;
  private final InspectionSettings settings;
  private final Duration connectionsWithin;
  private final EventSink events;
  private final KeptSnapshots kept;
  private final Clock clock = Clock.systemUTC();
  private final Instant started = clock.instant();
  private final HealthyGroups healthy = new HealthyGroups();
  private final LogSignatures log = new LogSignatures();
  private final Trends trends;
  private final ClusterMembers members;

  /**
   * @param kept has the actors of the last healthy moment, too
   */
  public NodeInspections(Inspected node, Ways ways, EventSink events, KeptSnapshots kept) {
    this.node = node;
    this.settings = ways.inspection();
    this.connectionsWithin = ways.connectionsWithin();
    this.announcer = Announcer.start(node.system(), ways.announcement(), ways.cluster(), events);
    this.events = events;
    this.kept = kept;
    this.trends = new Trends(new ProcessState(), node.ledger(), log, clock);
    this.members =
        new ClusterMembers(() -> ClusterMembers.Seen.in(Cluster.get(node.system()).state()), clock);
  }

  /** Begins to sample; ends with the node's actor system. */
  public Inspections start() {
    Inspections inspections =
        new Inspections(
            name(), checks(), new Reports(settings, events), events, clock, this::afterwards);
    Runnable detach = LogSignatureAppender.attach(log);
    inspections.every(Trends.INTERVAL, trends::sample);
    inspections.every(Trends.INTERVAL, members::sample);
    inspections.every(FIRST_HEALTHY_AFTER, this::keepFirst);
    if (!settings.every().isZero()) {
      inspections.schedule(settings.every());
    }
    settings.directory().ifPresent(this::noteStart);
    node.system()
        .getWhenTerminated()
        .thenRun(
            () -> {
              detach.run();
              inspections.close();
            });
    return inspections;
  }

  private void afterwards(Diagnosis diagnosis) {
    announcer.ifPresent(to -> to.announce(diagnosis));
    if (diagnosis.isHealthy()) {
      keepHealthy();
    }
  }

  /** What the node calls itself, and the machine on which others find it. */
  private String name() {
    Address address = Cluster.get(node.system()).selfMember().address();
    String at = address.getHost().orElse("") + ":" + address.getPort().orElse(0);
    return node.supervision().node() + " at " + at;
  }

  private void noteStart(Path directory) {
    try {
      new StartLog(directory)
          .add(new StartLog.Start(started, node.supervision().node(), node.version()));
    } catch (IOException e) {
      events.add(Metric.REPORTS_UNWRITTEN, 1);
      LOG.warn(
          "lifeline.telemetry.inspection.directory: {} (expected: a directory to write to)",
          directory,
          e);
    }
  }

  private void keepFirst() {
    if (healthy.last().isEmpty() && node.supervision().phase().get().ready()) {
      keepHealthy();
    }
  }

  private void keepHealthy() {
    GroupSnapshot groups = ActorGroups.count(node.system());
    Instant now = clock.instant();
    healthy.keep(new HealthyGroups.Kept(now, node.ledger().held(Resource.WEBSOCKETS), groups));
    kept.keep(new KeptSnapshots.Kept(KeptSnapshots.HEALTHY, now, groups));
  }

  private List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(blocking("node", new NodeHealth(node.supervision().phase(), about())::look));
    checks.add(blocking("cluster", members::look));
    checks.add(otherNodes());
    checks.add(new LeakSuspects(node.system(), node.ops(), settings.checkTimeout()));
    checks.add(
        new SlowConnections(node.system(), node.ops(), longest(connectionsWithin.plus(GRACE))));
    checks.add(
        blocking(
            "actors",
            new ActorGroupsCheck(() -> ActorGroups.count(node.system()), healthy, node.ledger())
                ::look));
    checks.add(blocking("stuck", new StuckCheck(node.stuck())::look));
    ProcessChecks process = new ProcessChecks(new ProcessState(), trends);
    checks.add(blocking("heap", process::heap));
    checks.add(blocking("collections", process::collections));
    checks.add(blocking("cpu", process::cpu));
    checks.add(blocking("descriptors", process::descriptors));
    checks.add(blocking("threads", new ThreadsCheck(trends)::look));
    checks.add(blocking("disk", new DiskCheck(directories())::look));
    checks.add(blocking("container", new ContainerCheck(Path.of("/"))::look));
    checks.add(blocking("log", new LogCheck(log, trends, clock)::look));
    checks.add(blocking("restarts", new RestartsCheck(settings.directory(), started, clock)::look));
    for (Dependency dependency : settings.dependencies()) {
      checks.add(new DependencyCheck(dependency, settings.checkTimeout()));
    }
    return checks;
  }

  /** They have three quarters of the check's time, so that one that is silent can be named. */
  private Check otherNodes() {
    ClusterLooks others =
        new ClusterLooks(node.system(), settings.checkTimeout().multipliedBy(3).dividedBy(4));
    return new OtherNodes(settings.checkTimeout(), () -> others.askOthers(Overview.LOOK, Map.of()));
  }

  private Check blocking(String name, Callable<List<Finding>> look) {
    return new BlockingCheck(name, settings.checkTimeout(), look);
  }

  private Duration longest(Duration other) {
    return settings.checkTimeout().compareTo(other) >= 0 ? settings.checkTimeout() : other;
  }

  private List<Path> directories() {
    return Stream.of(Optional.of(Path.of("")), settings.directory())
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Evidence.Figure> about() {
    return List.of(
        new Evidence.Figure(
            "address", Cluster.get(node.system()).selfMember().address().hostPort()),
        new Evidence.Figure("started", started.toString()),
        new Evidence.Figure("version", node.version()),
        new Evidence.Figure("java", System.getProperty("java.vm.name") + " " + Runtime.version()),
        new Evidence.Figure("process", String.valueOf(ProcessHandle.current().pid())));
  }
}
