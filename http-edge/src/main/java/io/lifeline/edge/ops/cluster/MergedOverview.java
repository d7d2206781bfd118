package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The overviews of all nodes: the sums of their figures, and each by itself. */
public final class MergedOverview {
  private static final String ROUND_TRIPS = "round_trips";
  private static final String WITHIN = "within_ms";

  private MergedOverview() {}

  /** Who is a member is as the node that was asked sees it. */
  public static ObjectNode of(ClusterAnswers answers) {
    List<Said<JsonNode>> all = answers.json();
    ObjectNode json = answers.head();
    all.stream()
        .findFirst()
        .ifPresent(
            own -> {
              json.set("at", own.what().path("at"));
              json.set("members", own.what().path("members"));
            });
    for (String figures : List.of("held", "exported", "process")) {
      json.set(figures, Sums.of(parts(all, figures)));
    }
    roundTrips(json.putArray(ROUND_TRIPS), all);
    ObjectNode byNode = json.putObject("by_node");
    all.forEach(said -> byNode.set(said.node(), said.what()));
    return json;
  }

  private static List<JsonNode> parts(List<Said<JsonNode>> all, String name) {
    List<JsonNode> parts = new ArrayList<>();
    all.forEach(said -> parts.add(said.what().path(name)));
    return parts;
  }

  /** All nodes of one release count by the same limits. */
  private static void roundTrips(ArrayNode into, List<Said<JsonNode>> all) {
    Map<Double, Long> counts = new TreeMap<>();
    for (JsonNode buckets : parts(all, ROUND_TRIPS)) {
      for (JsonNode bucket : buckets) {
        double within = bucket.path(WITHIN).asDouble(Double.POSITIVE_INFINITY);
        counts.merge(within, bucket.path("count").asLong(), Long::sum);
      }
    }
    counts.forEach(
        (within, count) -> {
          ObjectNode bucket = into.addObject();
          if (!within.isInfinite()) {
            bucket.put(WITHIN, within);
          }
          bucket.put("count", count);
        });
  }
}
