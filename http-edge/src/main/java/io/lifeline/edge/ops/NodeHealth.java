package io.lifeline.edge.ops;

import io.lifeline.supervision.lifecycle.NodePhase;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.util.List;
import java.util.function.Supplier;

/** Whether the node serves, and what it is. Thread-safe. */
final class NodeHealth {
  private final Supplier<NodePhase> phase;
  private final List<Evidence.Figure> about;

  /**
   * @param about what does not change: its address, version and the like
   */
  NodeHealth(Supplier<NodePhase> phase, List<Evidence.Figure> about) {
    this.phase = phase;
    this.about = List.copyOf(about);
  }

  List<Finding> look() {
    NodePhase now = phase.get();
    Finding finding =
        Finding.of(
                now.ready() ? Severity.OK : Severity.NOTE,
                "The node is %s%s."
                    .formatted(now.label(), now.ready() ? "" : " and takes no new connections"))
            .with(new Evidence.Figures(about));
    return List.of(finding);
  }
}
