package io.lifeline.edge.node;

import io.github.bucket4j.TimeMeter;
import io.lifeline.edge.discovery.BootstrapDiscovery;
import io.lifeline.edge.http.Pages;
import io.lifeline.edge.http.PekkoHttpLayer;
import io.lifeline.edge.ops.ActorsRoutes;
import io.lifeline.edge.ops.AlertsRoutes;
import io.lifeline.edge.ops.ConnectionsRoutes;
import io.lifeline.edge.ops.InspectionsRoutes;
import io.lifeline.edge.ops.KeptSnapshots;
import io.lifeline.edge.ops.NodeInspections;
import io.lifeline.edge.ops.Ops;
import io.lifeline.edge.ops.OpsAccess;
import io.lifeline.edge.ops.OpsRoutes;
import io.lifeline.edge.ops.Overview;
import io.lifeline.edge.ops.PageRoutes;
import io.lifeline.edge.ops.RecordingRoutes;
import io.lifeline.edge.ops.Scopes;
import io.lifeline.edge.ops.WorkRoutes;
import io.lifeline.edge.ops.cluster.ClusterLooks;
import io.lifeline.edge.settings.OpsSettings;
import io.lifeline.supervision.Supervision;
import io.lifeline.supervision.cluster.Membership;
import io.lifeline.supervision.connections.NodeEnvironment;
import io.lifeline.telemetry.inspection.Inspections;
import io.lifeline.telemetry.inspection.alerts.AlertDesk;
import io.lifeline.telemetry.recording.Recorder;
import io.lifeline.telemetry.stuck.StuckWatch;
import java.time.Clock;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/**
 * What runs under a node's guardian before anything is listened to.
 *
 * @param membership takes the node into its cluster and out of it
 */
record NodeServices(
    ActorRef<Membership.Command> membership,
    Supervision supervision,
    OpsRoutes opsRoutes,
    ConnectionsRoutes connections,
    MainTransport transport) {

  /**
   * Spawns the services as watched children of the guardian.
   *
   * @param parted is told if the cluster parts with the node
   */
  static NodeServices spawn(
      ActorContext<?> context, NodeParts parts, Pages pages, ActorRef<Membership.Parted> parted) {
    ActorRef<Membership.Command> membership =
        context.spawn(
            Membership.create(
                parts.settings().cluster(), new BootstrapDiscovery(), parted, parts.events()),
            "membership");
    context.watch(membership);
    PekkoHttpLayer http =
        new PekkoHttpLayer(context.getSystem(), parts.settings().edge().http(), pages);
    MainTransport transport = MainTransport.spawn(context, parts.settings().edge(), parts.events());
    Supervision supervision =
        Supervision.spawn(
            context,
            parts.settings().supervision(),
            parts.settings().connection().maxChannels(),
            NodeEnvironment.of(parts.events(), parts.ledger(), parts.stories(), parts.tracing()),
            new ConnectionMaker(parts, http, transport.turns()));
    OpsSettings settings = parts.settings().edge().ops();
    ActorRef<Ops.Command> ops =
        context.spawn(
            Ops.create(supervision.hub(), settings, parts.ledger(), parts.events()), "ops");
    Scopes scopes =
        new Scopes(
            context.getSystem(),
            supervision.node(),
            new ClusterLooks(context.getSystem(), settings.nodeTimeout()));
    ConnectionsRoutes connections =
        new ConnectionsRoutes(
            context.getSystem(),
            parts.stories(),
            parts.ledger(),
            supervision.node(),
            settings.maxConnections(),
            scopes);
    KeptSnapshots kept = new KeptSnapshots();
    OpsAccess access = new OpsAccess(settings.tokens());
    StuckWatch stuck = stuck(context, parts);
    NodeInspections.Inspected inspected =
        new NodeInspections.Inspected(
            context.getSystem(),
            supervision,
            ops,
            parts.ledger(),
            stuck::report,
            Version.current());
    Inspections inspections = inspections(inspected, parts, kept);
    OpsRoutes routes =
        new OpsRoutes(
            access,
            supervision.phase(),
            parts.exported()::text,
            connections,
            new ActorsRoutes(
                context.getSystem(), supervision.node(), Clock.systemUTC(), kept, scopes),
            new WorkRoutes(context.getSystem(), stuck::report, supervision.node()),
            recording(context, supervision.node()),
            new InspectionsRoutes(context.getSystem(), inspections),
            new AlertsRoutes(
                access, new AlertDesk(inspections, parts.events(), TimeMeter.SYSTEM_NANOTIME)),
            new PageRoutes(
                context.getSystem(),
                new Overview(inspected, parts.exported(), Clock.systemUTC()),
                scopes));
    routes.answerOthers(ops, supervision.node());
    return new NodeServices(membership, supervision, routes, connections, transport);
  }

  private static Inspections inspections(
      NodeInspections.Inspected inspected, NodeParts parts, KeptSnapshots kept) {
    NodeInspections inspections =
        new NodeInspections(
            inspected,
            new NodeInspections.Ways(
                parts.settings().telemetry().inspection(),
                parts.settings().telemetry().announcement(),
                parts.settings().cluster().name(),
                parts.settings().edge().ops().inspectTimeout()),
            parts.events(),
            kept);
    return inspections.start();
  }

  private static StuckWatch stuck(ActorContext<?> context, NodeParts parts) {
    StuckWatch watch =
        StuckWatch.start(context.getSystem(), parts.settings().telemetry().stuck(), parts.events());
    context.getSystem().getWhenTerminated().thenRun(watch::close);
    return watch;
  }

  private static RecordingRoutes recording(ActorContext<?> context, String node) {
    Recorder recorder = new Recorder();
    context.getSystem().getWhenTerminated().thenRun(recorder::close);
    return new RecordingRoutes(context.getSystem(), recorder, node);
  }
}
