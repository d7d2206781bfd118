package io.lifeline.telemetry.actortree;

import io.lifeline.telemetry.timeline.StoryText;
import java.time.Duration;
import java.util.Locale;

/** Snapshots as text for a terminal, each line ended. */
public final class TextRendering {
  private TextRendering() {}

  /**
   * One line for each actor, indented by its generation, and one where a page has left out some of
   * its children. Below the last generation its number of children says that there are more.
   *
   * @param skipped children of {@code node} that the page left out before the first shown
   */
  public static String tree(ActorNode node, int skipped) {
    StringBuilder text = new StringBuilder();
    append(text, node, 0, skipped);
    return text.toString();
  }

  private static void append(StringBuilder text, ActorNode node, int generation, int skipped) {
    String indent = "  ".repeat(generation);
    text.append(indent)
        .append(generation == 0 ? node.path() : node.name())
        .append("  ")
        .append(node.role().label());
    if (!node.behavior().isEmpty()) {
      text.append(' ').append(node.behavior());
    }
    text.append("  mailbox ").append(node.mailboxSize());
    text.append("  children ").append(node.childCount());
    Duration age = node.age();
    if (age != null) {
      text.append("  age ").append(StoryText.span(age));
    }
    append(text, node.stages());
    text.append('\n');
    if (skipped > 0) {
      text.append(indent).append("  (").append(skipped).append(" before)\n");
    }
    node.children().forEach(child -> append(text, child, generation + 1, 0));
    int left = node.childCount() - skipped - node.children().size();
    if (left > 0 && !node.children().isEmpty()) {
      text.append(indent).append("  (").append(left).append(" not shown)\n");
    }
  }

  private static void append(StringBuilder text, StreamStages stages) {
    if (stages.latest() != null) {
      text.append("  in ").append(stages.latest());
    }
    if (!stages.all().isEmpty()) {
      text.append("  stages ").append(String.join(", ", stages.all()));
    }
  }

  /** One line for each group under a line of headings. */
  public static String groups(GroupSnapshot snapshot) {
    StringBuilder text = new StringBuilder();
    row(text, "actors", "mailbox", "largest", "children", "role", "pattern");
    for (PatternGroup group : snapshot.groups()) {
      row(
          text,
          group.actors(),
          group.mailbox(),
          group.largestMailbox(),
          group.children(),
          group.role().label(),
          group.pattern());
    }
    return text.toString();
  }

  private static void row(StringBuilder text, Object... cells) {
    text.append(String.format(Locale.ROOT, "%10s %10s %8s %10s  %-17s %s\n", cells));
  }

  /** One line for each group that has changed, and one for each of its examples. */
  public static String difference(GroupDifference difference) {
    if (difference.changes().isEmpty()) {
      return "no group has changed\n";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%10s %10s %10s %10s  %s\n",
                "grown",
                "actors",
                "mailbox",
                "children",
                "pattern"));
    for (GroupChange change : difference.changes()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%+10d %10d %+10d %+10d  %s\n",
              change.actorsGrown(),
              change.actors(),
              change.mailboxGrown(),
              change.childrenGrown(),
              change.pattern()));
      if (change.actorsGrown() > 0 || change.mailboxGrown() > 0) {
        change.examples().forEach(path -> text.append(" ".repeat(47)).append(path).append('\n'));
      }
    }
    return text.toString();
  }
}
