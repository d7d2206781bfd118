package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What several nodes have of one pattern of actors. For one thread. */
final class PatternRow {
  private static final int EXAMPLES = 3;

  private record Part(String node, JsonNode group, long figure) {}

  private final List<Part> parts = new ArrayList<>();

  /**
   * The rows of all patterns, in their order.
   *
   * @param list where each node has its groups
   * @param figure by which nodes are compared
   */
  static SortedMap<String, PatternRow> byPattern(
      List<Said<JsonNode>> all, String list, String figure) {
    SortedMap<String, PatternRow> rows = new TreeMap<>();
    for (Said<JsonNode> said : all) {
      for (JsonNode group : said.what().path(list)) {
        rows.computeIfAbsent(group.path("pattern").asText(), pattern -> new PatternRow())
            .parts
            .add(new Part(said.node(), group, group.path(figure).asLong()));
      }
    }
    return rows;
  }

  /** The same on each node, as it is told from the pattern. */
  String role() {
    return parts.get(0).group().path("role").asText();
  }

  long sum(String field) {
    return parts.stream().mapToLong(part -> part.group().path(field).asLong()).sum();
  }

  long most(String field) {
    return parts.stream().mapToLong(part -> part.group().path(field).asLong()).max().orElse(0);
  }

  ObjectNode byNode() {
    ObjectNode byNode = ApiJson.object();
    parts.forEach(part -> byNode.put(part.node(), part.figure()));
    return byNode;
  }

  /** Those first of the node with the largest figure. */
  ArrayNode examples() {
    ArrayNode examples = ApiJson.object().putArray("examples");
    parts.stream()
        .sorted(Comparator.comparingLong(Part::figure).reversed())
        .flatMap(PatternRow::examples)
        .limit(EXAMPLES)
        .forEach(examples::add);
    return examples;
  }

  private static Stream<ObjectNode> examples(Part part) {
    List<ObjectNode> named = new ArrayList<>();
    part.group()
        .path("examples")
        .forEach(path -> named.add(ApiJson.object().put("node", part.node()).set("path", path)));
    return named.stream();
  }
}
