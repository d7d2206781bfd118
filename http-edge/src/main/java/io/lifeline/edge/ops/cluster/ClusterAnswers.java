package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.timeline.StoryText;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;

/**
 * What all nodes answered to one question. Immutable.
 *
 * @param asked the name of the node that was asked for the cluster
 * @param all that node's first
 */
public record ClusterAnswers(String asked, List<NodeAnswer> all) {
  public ClusterAnswers {
    all = List.copyOf(all);
  }

  /** What one node said. */
  public record Said<T>(String node, T what) {}

  /** Those that have a body, read as JSON. */
  public List<Said<JsonNode>> json() {
    List<Said<JsonNode>> said = new ArrayList<>();
    for (NodeAnswer answer : all) {
      answer.json().ifPresent(json -> said.add(new Said<>(answer.node(), json)));
    }
    return said;
  }

  /** Those that have a body. */
  public List<Said<String>> texts() {
    List<Said<String>> said = new ArrayList<>();
    for (NodeAnswer answer : all) {
      ByteString body = answer.body();
      if (body != null) {
        said.add(new Said<>(answer.node(), body.utf8String()));
      }
    }
    return said;
  }

  /** With those whose body is not what was asked for as such that have not answered. */
  public ClusterAnswers ofJson() {
    return new ClusterAnswers(
        asked,
        all.stream()
            .map(
                answer ->
                    answer.body() == null || answer.json().isPresent()
                        ? answer
                        : NodeAnswer.missing(
                            answer.node(), answer.address(), "its answer is no JSON object"))
            .toList());
  }

  /** What stands at the top of every answer of the cluster. */
  public ObjectNode head() {
    ObjectNode head = ApiJson.object().put("scope", "cluster").put("node", asked);
    var nodes = head.putArray("nodes");
    for (NodeAnswer answer : all) {
      ObjectNode node = nodes.addObject();
      if (!answer.node().isEmpty()) {
        node.put("node", answer.node());
      }
      node.put("address", answer.address()).put("answered", answer.answered());
      if (!answer.why().isEmpty()) {
        node.put("why", answer.why());
      }
    }
    return head;
  }

  /** For people: one line for each node that did not answer or has nothing to show, and why. */
  public String missing() {
    StringBuilder text = new StringBuilder();
    for (NodeAnswer answer : all) {
      if (answer.body() == null) {
        String node = answer.node().isEmpty() ? "" : " " + StoryText.printable(answer.node());
        text.append(answer.answered() ? "nothing on" : "without")
            .append(node)
            .append(node.isEmpty() ? " " : " (")
            .append(answer.address())
            .append(node.isEmpty() ? ": " : "): ")
            .append(StoryText.printable(answer.why()))
            .append('\n');
      }
    }
    return text.toString();
  }
}
