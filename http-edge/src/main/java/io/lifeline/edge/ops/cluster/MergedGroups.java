package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import java.util.List;

/** The groups of actors of all nodes, one row for each pattern. */
public final class MergedGroups {
  private MergedGroups() {}

  /** Of what each node says of itself; {@code name} stays if the counts were kept. */
  public static ObjectNode of(ClusterAnswers answers) {
    List<Said<JsonNode>> all = answers.json();
    ObjectNode json = answers.head();
    all.stream()
        .map(said -> said.what().path("name"))
        .filter(JsonNode::isTextual)
        .findFirst()
        .ifPresent(name -> json.set("name", name));
    json.put("actors", all.stream().mapToLong(said -> said.what().path("actors").asLong()).sum());
    var groups = json.putArray("groups");
    PatternRow.byPattern(all, "groups", "actors")
        .forEach((pattern, row) -> groups.add(group(pattern, row)));
    return json;
  }

  private static ObjectNode group(String pattern, PatternRow row) {
    ObjectNode json =
        ApiJson.object()
            .put("pattern", pattern)
            .put("role", row.role())
            .put("actors", row.sum("actors"))
            .put("mailbox", row.sum("mailbox"))
            .put("largest_mailbox", row.most("largest_mailbox"))
            .put("children", row.sum("children"));
    json.set("by_node", row.byNode());
    json.set("examples", row.examples());
    return json;
  }
}
