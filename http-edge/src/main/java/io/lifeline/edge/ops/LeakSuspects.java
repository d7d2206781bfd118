package io.lifeline.edge.ops;

import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import io.lifeline.telemetry.leak.GroupReport;
import io.lifeline.telemetry.leak.LeakWatch;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * What the leak watch suspects: what should agree and does not, and what grows without the
 * connections. It answers in time only if the node's actors do.
 */
final class LeakSuspects implements Check {
  private final ActorSystem<?> system;
  private final ActorRef<Ops.Command> ops;
  private final Duration limit;

  LeakSuspects(ActorSystem<?> system, ActorRef<Ops.Command> ops, Duration limit) {
    this.system = system;
    this.ops = ops;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "leaks";
  }

  @Override
  public Duration limit() {
    return limit;
  }

  @Override
  public CompletionStage<List<Finding>> run() {
    // Longer than the limit, so that an actor that does not answer counts as timed out.
    return AskPattern.ask(ops, Ops.InspectLeaks::new, limit.multipliedBy(2), system.scheduler())
        .thenApply(LeakSuspects::findings);
  }

  static List<Finding> findings(LeakWatch.Report report) {
    return Stream.concat(
            Stream.of(disagreement(report)), GrowthFindings.of(report.growths()).stream())
        .toList();
  }

  private static Finding disagreement(LeakWatch.Report report) {
    Evidence table =
        new Evidence.Table(
            "What connections hold, by group; within a group all must agree",
            List.of("group", "suspects", "held", "for example"),
            report.groups().stream().map(LeakSuspects::row).toList());
    if (report.suspects() == 0) {
      return Finding.of(Severity.OK, "Sockets, actors and registry entries agree: no suspects.")
          .with(table);
    }
    String groups =
        report.groups().stream()
            .filter(group -> group.suspects() > 0)
            .map(group -> label(group) + " (" + held(group) + ")")
            .collect(Collectors.joining("; "));
    return Finding.of(
            Severity.CRITICAL,
            "%,d %s no living connection, in the group %s%s."
                .formatted(
                    report.suspects(),
                    report.suspects() == 1 ? "resource has" : "resources have",
                    groups,
                    examples(report)))
        .with(table)
        .next(
            "Keep this report and the log of the last hour: Lifeline is built so that this cannot"
                + " happen.",
            "See which actors there are: lifeline actors --groups.",
            "If it grows, drain the node (SIGTERM) and start it again; clients come back by"
                + " position.")
        .see("LifelineLeakSuspects");
  }

  private static List<String> row(GroupReport group) {
    return List.of(
        label(group),
        String.valueOf(group.suspects()),
        held(group),
        String.join(", ", group.examples()));
  }

  private static String label(GroupReport group) {
    return group.group().label().replace('_', ' ');
  }

  private static String examples(LeakWatch.Report report) {
    List<String> named =
        report.groups().stream().flatMap(group -> group.examples().stream()).limit(3).toList();
    return named.isEmpty() ? "" : ", for example " + String.join(", ", named);
  }

  private static String held(GroupReport group) {
    return group.held().entrySet().stream()
        .map(entry -> entry.getKey().label() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }
}
