package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import java.util.Comparator;
import java.util.List;

/** What has changed on all nodes since each kept a count under the same name. */
public final class MergedDifference {
  private static final Comparator<JsonNode> MOST_GROWN =
      Comparator.comparingLong((JsonNode row) -> row.path("actors_grown").asLong())
          .thenComparingLong(row -> row.path("mailbox_grown").asLong())
          .reversed()
          .thenComparing(row -> row.path("pattern").asText());

  private MergedDifference() {}

  /** Of what each node says of itself. */
  public static ObjectNode of(ClusterAnswers answers) {
    List<Said<JsonNode>> all = answers.json();
    ObjectNode json = answers.head();
    all.stream().findFirst().ifPresent(own -> json.set("since", own.what().path("since")));
    ObjectNode times = json.putObject("since_times");
    all.forEach(said -> times.set(said.node(), said.what().path("since_time")));
    var changes = json.putArray("changes");
    PatternRow.byPattern(all, "changes", "actors_grown").entrySet().stream()
        .map(entry -> change(entry.getKey(), entry.getValue()))
        .sorted(MOST_GROWN)
        .forEach(changes::add);
    return json;
  }

  private static ObjectNode change(String pattern, PatternRow row) {
    ObjectNode json =
        ApiJson.object()
            .put("pattern", pattern)
            .put("role", row.role())
            .put("actors", row.sum("actors"))
            .put("actors_grown", row.sum("actors_grown"))
            .put("mailbox_grown", row.sum("mailbox_grown"))
            .put("children_grown", row.sum("children_grown"));
    json.set("by_node", row.byNode());
    json.set("examples", row.examples());
    return json;
  }
}
