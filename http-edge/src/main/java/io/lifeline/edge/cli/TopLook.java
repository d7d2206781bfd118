package io.lifeline.edge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.api.ApiJson;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.pekko.util.ByteString;

/**
 * What {@code lifeline top} saw of a node, or of a cluster at one of its nodes, at one moment.
 * Immutable.
 *
 * @param at by {@link System#nanoTime()}
 * @param node of a cluster: the sums of its nodes, with the name of the one that was asked
 * @param nodes of the cluster; empty if one node was asked for itself
 * @param groups of its actors, or of all of them
 */
record TopLook(long at, Node node, List<TopNode> nodes, Counters counters, List<Group> groups) {
  private static final Duration WITHIN = Duration.ofSeconds(5);

  /** A node waits for the others, some seconds at most; the listener itself gives up after 30 s. */
  private static final Duration CLUSTER_WITHIN = Duration.ofSeconds(35);

  TopLook {
    nodes = List.copyOf(nodes);
    groups = List.copyOf(groups);
  }

  /** Whose counters these are: those of two looks can be compared if this is the same. */
  String whose() {
    return node.name()
        + nodes.stream()
            .filter(one -> one.trouble().isEmpty())
            .map(one -> " " + one.name())
            .sorted()
            .collect(Collectors.joining());
  }

  /** How it is, by {@code /ops/overview}; sizes in bytes. */
  record Node(
      String name,
      String phase,
      int members,
      long sockets,
      long webSockets,
      long leakSuspects,
      long heap,
      long heapLimit,
      long descriptors,
      long descriptorLimit) {}

  /** What it has counted since it began; as of its last tick, which is up to 5 s ago. */
  record Counters(double opened, double closed, double delivered) {}

  record Group(
      String pattern, String role, long actors, long mailbox, long largest, long children) {}

  long mailboxes() {
    return groups.stream().mapToLong(Group::mailbox).sum();
  }

  long actors() {
    return groups.stream().mapToLong(Group::actors).sum();
  }

  /**
   * Looks at the node.
   *
   * @param scope whether at all of its cluster
   * @throws IOException if there is no answer, or none that can be read
   */
  static TopLook take(OpsCaller ops, Caller caller, ScopeOption scope)
      throws IOException, InterruptedException, OpsCaller.Refused {
    Map<String, String> query = new HashMap<>();
    scope.addTo(query);
    Duration within = query.isEmpty() ? WITHIN : CLUSTER_WITHIN;
    JsonNode node = json(ops.fetch(caller, "ops/overview", query, within));
    JsonNode groups = json(ops.fetch(caller, "ops/actors/groups", query, within));
    JsonNode exported = node.path("exported");
    return new TopLook(
        System.nanoTime(),
        node(node),
        TopNode.of(node, groups),
        counters(exported),
        groups(groups));
  }

  private static JsonNode json(String text) throws IOException {
    return ApiJson.read(ByteString.fromString(text))
        .orElseThrow(() -> new IOException("the answer is no JSON"));
  }

  private static Node node(JsonNode json) {
    JsonNode held = json.path("held");
    JsonNode process = json.path("process");
    return new Node(
        json.path("node").asText(),
        json.path("phase").asText(),
        json.path("members").size(),
        held.path("sockets").asLong(),
        held.path("websockets").asLong(),
        json.path("exported").path("leak_suspects").asLong(),
        process.path("heap_used").asLong(),
        process.path("heap_limit").asLong(),
        process.path("descriptors").asLong(),
        process.path("descriptor_limit").asLong());
  }

  private static List<Group> groups(JsonNode json) {
    List<Group> groups = new ArrayList<>();
    for (JsonNode group : json.path("groups")) {
      groups.add(
          new Group(
              group.path("pattern").asText(),
              group.path("role").asText(),
              group.path("actors").asLong(),
              group.path("mailbox").asLong(),
              group.path("largest_mailbox").asLong(),
              group.path("children").asLong()));
    }
    return groups;
  }

  private static Counters counters(JsonNode exported) {
    return new Counters(
        exported.path("opened").asDouble(),
        exported.path("ended").asDouble(),
        exported.path("deliveries").asDouble());
  }
}
