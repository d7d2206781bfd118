package io.lifeline.edge.cli;

import io.lifeline.telemetry.timeline.StoryText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What {@code lifeline top} shows, as lines: the node, or all of a cluster, then its groups of
 * actors. It keeps the looks that rates need. For one thread.
 */
final class TopView {
  private static final int MOST_NODES = 20;
  private static final long MEBIBYTE = 1L << 20;
  private static final String ROW = "%10s %9s %9s %9s %10s  %-17s %s";

  /**
   * One group.
   *
   * @param grown by how many actors since the look before
   */
  record Row(TopLook.Group group, long grown) {}

  private final String url;
  private final TopHistory history = new TopHistory();
  private @Nullable TopLook last;
  private @Nullable String trouble;

  TopView(String url) {
    this.url = url;
  }

  void saw(TopLook look) {
    history.add(look);
    last = look;
    trouble = null;
  }

  /** The node has not answered; what was seen before is still shown. */
  void missed(String reason) {
    trouble = StoryText.printable(reason);
  }

  /**
   * @param rows groups at most
   */
  List<String> lines(TopOrder order, int rows) {
    List<String> lines = new ArrayList<>();
    if (trouble != null) {
      lines.add("%s: no answer, trying again: %s".formatted(url, trouble));
    }
    TopLook look = last;
    if (look == null) {
      return lines;
    }
    head(lines, look);
    nodes(lines, look.nodes());
    lines.add(String.format(Locale.ROOT, ROW, heads(order)));
    rows(look).stream()
        .sorted(order.mostFirst())
        .limit(rows)
        .map(TopView::line)
        .forEach(lines::add);
    int left = look.groups().size() - rows;
    if (left > 0) {
      lines.add("  (" + left + " more not shown)");
    }
    return lines;
  }

  private void head(List<String> lines, TopLook look) {
    TopLook.Node node = look.node();
    String from = trouble == null ? url : "(as it was)";
    lines.add(
        look.nodes().isEmpty()
            ? "node %s  %s  of %d  %s"
                .formatted(
                    StoryText.printable(node.name()),
                    StoryText.printable(node.phase()),
                    node.members(),
                    from)
            : "cluster of %d, asked at %s  %s"
                .formatted(look.nodes().size(), StoryText.printable(node.name()), from));
    lines.add(
        text(
            "websockets %,d of %,d sockets  opened %s/s  ended %s/s  delivered %s/s",
            node.webSockets(),
            node.sockets(),
            rate(history.rate(seen -> seen.counters().opened())),
            rate(history.rate(seen -> seen.counters().closed())),
            rate(history.rate(seen -> seen.counters().delivered()))));
    lines.add(
        text(
            "heap %,d of %,d MiB  descriptors %,d of %,d  leak suspects %,d",
            node.heap() / MEBIBYTE,
            node.heapLimit() / MEBIBYTE,
            node.descriptors(),
            node.descriptorLimit(),
            node.leakSuspects()));
    lines.add(text("actors %,d  waiting in mailboxes %,d", look.actors(), look.mailboxes()));
  }

  private static void nodes(List<String> lines, List<TopNode> nodes) {
    if (nodes.isEmpty()) {
      return;
    }
    lines.add(TopNode.heads());
    nodes.stream().limit(MOST_NODES).map(TopNode::line).forEach(lines::add);
    if (nodes.size() > MOST_NODES) {
      lines.add("  (" + (nodes.size() - MOST_NODES) + " more nodes not shown)");
    }
  }

  /** How many lines are about single nodes of a cluster. */
  int nodeLines() {
    List<String> lines = new ArrayList<>();
    TopLook look = last;
    nodes(lines, look == null ? List.of() : look.nodes());
    return lines.size();
  }

  private List<Row> rows(TopLook look) {
    TopLook before = history.before();
    Map<String, Long> earlier = new HashMap<>();
    if (before != null) {
      before.groups().forEach(group -> earlier.put(group.pattern(), group.actors()));
    }
    return look.groups().stream()
        .map(
            group ->
                new Row(
                    group,
                    before == null
                        ? 0
                        : group.actors() - earlier.getOrDefault(group.pattern(), 0L)))
        .toList();
  }

  /** The one that is sorted by has a mark. */
  private static Object[] heads(TopOrder sorted) {
    List<Object> heads = new ArrayList<>();
    for (TopOrder order : List.of(TopOrder.values())) {
      if (order == TopOrder.PATTERN) {
        heads.add("role");
      }
      heads.add(order == sorted ? "*" + order : order.toString());
    }
    return heads.toArray();
  }

  private static String line(Row row) {
    TopLook.Group group = row.group();
    return text(
        ROW,
        group.actors(),
        row.grown() == 0 ? "" : text("%+d", row.grown()),
        group.mailbox(),
        group.largest(),
        group.children(),
        StoryText.printable(group.role()),
        StoryText.printable(group.pattern()));
  }

  private static String rate(OptionalDouble rate) {
    return rate.isEmpty() ? "-" : text("%,.1f", rate.getAsDouble());
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
