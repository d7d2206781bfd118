package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.ops.cluster.ClusterAnswers.Said;
import io.lifeline.telemetry.timeline.StoryText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The actors of all nodes as text for a terminal, a column for each node in front, and as folded
 * stacks, each of which begins with its node. Nodes that did not answer come last in a text.
 */
public final class ActorsText {
  private static final String GROUP = "%10s %10s %8s %10s  %-17s %s\n";
  private static final String CHANGE = "%10s %10s %10s %10s  %s\n";

  private ActorsText() {}

  /**
   * @param merged as {@link MergedGroups} has it
   */
  public static String groups(ClusterAnswers answers, JsonNode merged) {
    List<String> nodes = nodes(answers);
    StringBuilder text = new StringBuilder();
    nodes.forEach(node -> cell(text, node));
    row(text, GROUP, "actors", "mailbox", "largest", "children", "role", "pattern");
    for (JsonNode group : merged.path("groups")) {
      nodes.forEach(node -> cell(text, group.path("by_node").path(node).asText("")));
      row(
          text,
          GROUP,
          group.path("actors").asLong(),
          group.path("mailbox").asLong(),
          group.path("largest_mailbox").asLong(),
          group.path("children").asLong(),
          printable(group.path("role")),
          printable(group.path("pattern")));
    }
    if (merged.has("name")) {
      text.append("kept as ").append(printable(merged.path("name"))).append('\n');
    }
    return text.append(answers.missing()).toString();
  }

  /**
   * @param merged as {@link MergedDifference} has it
   */
  public static String difference(ClusterAnswers answers, JsonNode merged) {
    List<String> nodes = nodes(answers);
    StringBuilder text = new StringBuilder();
    nodes.forEach(
        node ->
            text.append(StoryText.printable(node))
                .append(" since ")
                .append(printable(merged.path("since")))
                .append(" of ")
                .append(printable(merged.path("since_times").path(node)))
                .append('\n'));
    if (merged.path("changes").isEmpty()) {
      return text.append("no group has changed\n").append(answers.missing()).toString();
    }
    nodes.forEach(node -> cell(text, node));
    row(text, CHANGE, "grown", "actors", "mailbox", "children", "pattern");
    for (JsonNode change : merged.path("changes")) {
      nodes.forEach(node -> cell(text, grown(change.path("by_node").path(node))));
      row(
          text,
          CHANGE,
          grown(change.path("actors_grown")),
          change.path("actors").asLong(),
          grown(change.path("mailbox_grown")),
          grown(change.path("children_grown")),
          printable(change.path("pattern")));
      if (change.path("actors_grown").asLong() > 0 || change.path("mailbox_grown").asLong() > 0) {
        examples(text, nodes.size(), change.path("examples"));
      }
    }
    return text.append(answers.missing()).toString();
  }

  private static void examples(StringBuilder text, int nodes, JsonNode examples) {
    for (JsonNode example : examples) {
      text.append(" ".repeat(47 + nodes * 11))
          .append(printable(example.path("node")))
          .append("  ")
          .append(printable(example.path("path")))
          .append('\n');
    }
  }

  /** The tree of each node below its name. */
  public static String trees(ClusterAnswers answers) {
    StringBuilder text = new StringBuilder();
    for (Said<String> said : answers.texts()) {
      text.append("node ").append(StoryText.printable(said.node())).append('\n');
      text.append(said.what());
    }
    return text.append(answers.missing()).toString();
  }

  /** What each node folds, its name as the first frame; nodes without an answer have none. */
  public static String folded(ClusterAnswers answers) {
    StringBuilder text = new StringBuilder();
    for (Said<String> said : answers.texts()) {
      said.what()
          .lines()
          .forEach(line -> text.append(said.node()).append(';').append(line).append('\n'));
    }
    return text.toString();
  }

  private static List<String> nodes(ClusterAnswers answers) {
    List<String> nodes = new ArrayList<>();
    answers.json().forEach(said -> nodes.add(said.node()));
    return nodes;
  }

  private static void cell(StringBuilder text, String cell) {
    text.append(String.format(Locale.ROOT, "%10s ", StoryText.printable(cell)));
  }

  private static void row(StringBuilder text, String format, Object... cells) {
    text.append(String.format(Locale.ROOT, format, cells));
  }

  private static String grown(JsonNode figure) {
    return figure.isMissingNode() ? "" : String.format(Locale.ROOT, "%+d", figure.asLong());
  }

  private static String printable(JsonNode text) {
    return StoryText.printable(text.asText());
  }
}
