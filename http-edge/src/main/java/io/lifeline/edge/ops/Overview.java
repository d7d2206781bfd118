package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.supervision.lifecycle.NodePhase;
import io.lifeline.telemetry.Exported;
import io.lifeline.telemetry.Figures;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.Resource;
import io.lifeline.telemetry.inspection.ProcessState;
import java.time.Clock;
import java.util.Map;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * {@code /ops/overview}: what a node is and how it does, in a few figures that cost next to
 * nothing. Counts that only grow are given as they are; whoever asks twice has the rates.
 * Thread-safe.
 */
public final class Overview {
  /** Its name among what nodes ask each other. */
  static final String LOOK = "overview";

  /** What is taken from the exported figures, by its name here. */
  private static final Map<String, Metric> EXPORTED =
      Map.of(
          "opened", Metric.OPENED,
          "ended", Metric.CLOSED,
          "deliveries", Metric.DELIVERIES,
          "missed_beats", Metric.MISSED_BEATS,
          "queue_bytes", Metric.OUTBOUND_QUEUE_BYTES,
          "leak_suspects", Metric.LEAK_SUSPECTS,
          "stuck_actors", Metric.STUCK_ACTORS);

  private final NodeInspections.Inspected node;
  private final Exported exported;
  private final Clock clock;
  private final ProcessState process = new ProcessState();

  /** The kernel counts them one by one. */
  private final SeldomRead descriptors = new SeldomRead(process::descriptors, System::nanoTime);

  public Overview(NodeInspections.Inspected node, Exported exported, Clock clock) {
    this.node = node;
    this.exported = exported;
    this.clock = clock;
  }

  HttpResponse answer() {
    NodePhase phase = node.supervision().phase().get();
    ObjectNode json =
        ApiJson.object()
            .put("node", node.supervision().node())
            .put("version", node.version())
            .put("phase", phase.label())
            .put("ready", phase.ready())
            .put("at", clock.instant().toString());
    members(json);
    ObjectNode held = json.putObject("held");
    for (Resource resource : Resource.values()) {
      held.put(resource.label(), node.ledger().held(resource));
    }
    exported(json);
    process(json.putObject("process"));
    return OpsAnswer.json(json);
  }

  private void members(ObjectNode json) {
    Cluster cluster = Cluster.get(node.system());
    json.put("address", cluster.selfMember().address().hostPort());
    var members = json.putArray("members");
    ClusterMembers.Seen.in(cluster.state())
        .forEach(
            member ->
                members
                    .addObject()
                    .put("address", member.address())
                    .put("status", member.status())
                    .put("reachable", member.reachable()));
  }

  private void exported(ObjectNode json) {
    Figures figures = exported.figures();
    ObjectNode totals = json.putObject("exported");
    EXPORTED.forEach((name, metric) -> totals.put(name, figures.total(metric)));
    var roundTrips = json.putArray("round_trips");
    figures
        .roundTrips()
        .forEach(
            (limit, count) -> {
              ObjectNode bucket = roundTrips.addObject();
              if (!limit.isInfinite()) {
                bucket.put("within_ms", limit * 1_000);
              }
              bucket.put("count", count);
            });
  }

  private void process(ObjectNode json) {
    json.put("heap_used", process.heapUsed())
        .put("heap_after_collection", process.heapAfterCollection())
        .put("heap_limit", process.heapLimit())
        .put("descriptors", descriptors.getAsLong())
        .put("descriptor_limit", process.descriptorLimit())
        .put("threads", process.threads())
        .put("cpu_ns", process.cpuNanos())
        .put("processors", process.processors());
  }
}
