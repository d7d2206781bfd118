package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One list of the connections of all nodes. */
public final class MergedConnections {
  private static final String COUNTS = "counts";
  private static final String SUSPECTS = "leak_suspects";

  private MergedConnections() {}

  /**
   * @param answers each with the first {@code skip + limit} of its node, in this order
   * @param skip so many of all before the first that is shown
   * @param limit shown at most
   */
  public static ObjectNode of(
      ClusterAnswers answers, Comparator<JsonNode> order, long skip, int limit) {
    List<Said<JsonNode>> all = answers.json();
    ObjectNode json = answers.head();
    json.set(COUNTS, Sums.of(all.stream().map(said -> said.what().path(COUNTS)).toList()));
    json.put(SUSPECTS, sum(all, SUSPECTS));
    leaks(json.putArray("leaks"), all);
    ObjectNode byNode = json.putObject("by_node");
    all.forEach(said -> ofNode(byNode.putObject(said.node()), said.what()));
    json.put("total", sum(all, "total"));
    ArrayNode connections = json.putArray("connections");
    List<JsonNode> found = new ArrayList<>();
    all.forEach(said -> said.what().path("connections").forEach(one -> found.add(on(said, one))));
    found.stream().sorted(order).skip(skip).limit(limit).forEach(connections::add);
    return json;
  }

  private static void leaks(ArrayNode leaks, List<Said<JsonNode>> all) {
    all.forEach(said -> said.what().path("leaks").forEach(leak -> leaks.add(on(said, leak))));
  }

  private static void ofNode(ObjectNode json, JsonNode said) {
    json.put("total", said.path("total").asLong()).put(SUSPECTS, said.path(SUSPECTS).asLong());
    json.set(COUNTS, said.path(COUNTS));
  }

  private static ObjectNode on(Said<JsonNode> said, JsonNode what) {
    ObjectNode json = ApiJson.object().put("node", said.node());
    what.properties().forEach(field -> json.set(field.getKey(), field.getValue()));
    return json;
  }

  private static long sum(List<Said<JsonNode>> all, String field) {
    return all.stream().mapToLong(said -> said.what().path(field).asLong()).sum();
  }
}
