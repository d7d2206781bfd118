package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.telemetry.leak.GroupReport;
import io.lifeline.telemetry.leak.GrowthReport;
import io.lifeline.telemetry.leak.LeakWatch;
import java.util.List;

/**
 * What the leak watch suspects, as JSON: how much in all of what must agree; then each group of
 * that which has any, and after those what grows without the connections.
 */
final class LeaksJson {
  private LeaksJson() {}

  static void write(LeakWatch.Report leaks, ObjectNode into) {
    into.put("leak_suspects", leaks.suspects());
    var groups = into.putArray("leaks");
    leaks.groups().stream()
        .filter(group -> group.suspects() > 0)
        .forEach(group -> write(group, groups.addObject()));
    leaks.growths().stream()
        .filter(growth -> growth.suspects() > 0)
        .forEach(growth -> write(growth, groups.addObject()));
  }

  private static void write(GroupReport group, ObjectNode into) {
    into.put("group", group.group().label());
    into.put("suspects", group.suspects());
    examples(group.examples(), into);
  }

  private static void write(GrowthReport growth, ObjectNode into) {
    into.put("group", growth.what().label());
    into.put("suspects", growth.suspects());
    into.put("held", growth.held());
    into.put("per_connection", growth.perConnection());
    into.put("within_ms", growth.within().toMillis());
    examples(growth.examples(), into);
  }

  private static void examples(List<String> named, ObjectNode into) {
    var examples = into.putArray("examples");
    named.forEach(examples::add);
  }
}
