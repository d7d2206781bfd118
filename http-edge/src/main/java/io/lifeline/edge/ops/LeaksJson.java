package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.telemetry.leak.GroupReport;
import io.lifeline.telemetry.leak.LeakWatch;

/** What the leak watch suspects, as JSON: how much in all, and for each group that has any. */
final class LeaksJson {
  private LeaksJson() {}

  static void write(LeakWatch.Report leaks, ObjectNode into) {
    into.put("leak_suspects", leaks.suspects());
    var groups = into.putArray("leaks");
    leaks.groups().stream()
        .filter(group -> group.suspects() > 0)
        .forEach(group -> write(group, groups.addObject()));
  }

  private static void write(GroupReport group, ObjectNode into) {
    into.put("group", group.group().label());
    into.put("suspects", group.suspects());
    var examples = into.putArray("examples");
    group.examples().forEach(examples::add);
  }
}
