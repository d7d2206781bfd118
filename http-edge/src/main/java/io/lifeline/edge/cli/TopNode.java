package io.lifeline.edge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.telemetry.timeline.StoryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One node in the list that {@code lifeline top --cluster} shows of all. Immutable; sizes in bytes.
 *
 * @param name empty if it is not known, as of one that did not answer
 * @param trouble why it did not answer; empty if it did
 * @param actors by the groups, which are asked for after the rest
 */
record TopNode(
    String name,
    String address,
    String phase,
    long webSockets,
    long heap,
    long heapLimit,
    long descriptors,
    long actors,
    long leakSuspects,
    String trouble) {
  private static final long MEBIBYTE = 1L << 20;
  private static final String ROW = "  %-8s %-9s %10s %16s %11s %9s %8s";

  /** What stands above the nodes. */
  static String heads() {
    return String.format(
        Locale.ROOT,
        ROW,
        "node",
        "phase",
        "websockets",
        "heap in MiB",
        "descriptors",
        "actors",
        "suspects");
  }

  /**
   * All of them.
   *
   * @param overview of the cluster, as {@code /ops/overview} answers it
   * @param groups of its actors
   */
  static List<TopNode> of(JsonNode overview, JsonNode groups) {
    List<TopNode> nodes = new ArrayList<>();
    for (JsonNode node : overview.path("nodes")) {
      nodes.add(of(node, overview.path("by_node").path(node.path("node").asText()), groups));
    }
    return nodes;
  }

  private static TopNode of(JsonNode node, JsonNode overview, JsonNode groups) {
    String name = node.path("node").asText();
    long actors = 0;
    for (JsonNode group : groups.path("groups")) {
      actors += group.path("by_node").path(name).asLong();
    }
    JsonNode process = overview.path("process");
    return new TopNode(
        name,
        node.path("address").asText(),
        overview.path("phase").asText(),
        overview.path("held").path("websockets").asLong(),
        process.path("heap_used").asLong(),
        process.path("heap_limit").asLong(),
        process.path("descriptors").asLong(),
        actors,
        overview.path("exported").path("leak_suspects").asLong(),
        node.path("why").asText());
  }

  /** As a line for a terminal. */
  String line() {
    if (!trouble.isEmpty()) {
      String who = name.isEmpty() ? address : name + " (" + address + ")";
      return "  " + StoryText.printable(who) + ": " + StoryText.printable(trouble);
    }
    return String.format(
        Locale.ROOT,
        ROW,
        StoryText.printable(name),
        StoryText.printable(phase),
        figure(webSockets),
        figure(heap / MEBIBYTE) + " of " + figure(heapLimit / MEBIBYTE),
        figure(descriptors),
        figure(actors),
        figure(leakSuspects));
  }

  private static String figure(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
