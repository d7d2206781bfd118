package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.telemetry.actortree.ActorGroups;
import io.lifeline.telemetry.actortree.ActorNode;
import io.lifeline.telemetry.actortree.ActorTree;
import io.lifeline.telemetry.actortree.FirstSeen;
import io.lifeline.telemetry.actortree.FoldedStacks;
import io.lifeline.telemetry.actortree.GroupDifference;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.actortree.TextRendering;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * The answers below {@code /ops/actors}: this node's actors one by one, counted by pattern, and
 * compared with an earlier count. From when it is made it keeps when actors were first seen. A
 * question that is wrong is a {@link OpsQuery.Wrong}. Each walks through the tree on the caller's
 * thread. Thread-safe.
 */
final class ActorsReport {
  static final Set<String> TREE_KEYS = Set.of("path", "depth", "page", "children", "format");
  static final Set<String> GROUP_KEYS = Set.of("format");
  static final Set<String> KEEP_KEYS = Set.of("name", "format");
  static final Set<String> DIFFERENCE_KEYS = Set.of("since", "format");

  private static final int USUAL_DEPTH = 2;
  private static final int USUAL_CHILDREN = 100;
  private static final int MOST_CHILDREN = 1_000;
  private static final int MOST_PAGES = 100_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final ActorSystem<?> system;
  private final FirstSeen seen;
  private final String node;
  private final Clock clock;
  private final KeptSnapshots kept;
  private final AtomicInteger unnamed = new AtomicInteger();

  /**
   * @param node the node's name
   */
  ActorsReport(ActorSystem<?> system, String node, Clock clock, KeptSnapshots kept) {
    this.system = system;
    this.seen = FirstSeen.start(system);
    this.node = node;
    this.clock = clock;
    this.kept = kept;
  }

  HttpResponse tree(OpsQuery query) {
    String asked = query.text("path");
    String path = asked == null ? "/" : asked;
    if (!path.startsWith("/")) {
      throw new OpsQuery.Wrong("path", path, "an actor's path from the root, such as /user/hub");
    }
    int depth = query.number("depth", 0, ActorTree.MAX_DEPTH, USUAL_DEPTH);
    int children = query.number("children", 1, MOST_CHILDREN, USUAL_CHILDREN);
    int skip = query.number("page", 0, MOST_PAGES, 0) * children;
    String format = format(query);
    Optional<ActorNode> found = ActorTree.page(system, seen, path, depth, skip, children);
    return found
        .map(
            tree ->
                switch (format) {
                  case "text" -> OpsAnswer.text(TextRendering.tree(tree, skip));
                  case "folded" -> OpsAnswer.text(FoldedStacks.tree(tree));
                  default -> json(ActorsJson.tree(tree));
                })
        .orElseGet(() -> OpsAnswer.text("path: no living actor has it\n").withStatus(404));
  }

  HttpResponse groups(OpsQuery query) {
    String format = format(query);
    return groups(ActorGroups.count(system), format, null);
  }

  /** The same, and what was counted is kept to be compared with. */
  HttpResponse keep(OpsQuery query) {
    String format = format(query);
    String asked = query.text("name");
    if (asked != null && !NAME.matcher(asked).matches()) {
      throw new OpsQuery.Wrong("name", asked, "1 to 64 letters, digits, dots, hyphens");
    }
    String name = asked == null ? "snapshot-" + unnamed.incrementAndGet() : asked;
    GroupSnapshot snapshot = ActorGroups.count(system);
    kept.keep(new KeptSnapshots.Kept(name, clock.instant(), snapshot));
    return groups(snapshot, format, name);
  }

  /** Of trees and groups. */
  static String format(OpsQuery query) {
    return query.oneOf("format", List.of("json", "text", "folded"));
  }

  private HttpResponse groups(GroupSnapshot snapshot, String format, @Nullable String keptAs) {
    return switch (format) {
      case "text" ->
          OpsAnswer.text(
              TextRendering.groups(snapshot) + (keptAs == null ? "" : "kept as " + keptAs + "\n"));
      case "folded" -> OpsAnswer.text(FoldedStacks.groups(snapshot));
      default -> {
        ObjectNode json = ActorsJson.groups(snapshot);
        yield json(keptAs == null ? json : json.put("name", keptAs));
      }
    };
  }

  HttpResponse difference(OpsQuery query) {
    String format = differenceFormat(query);
    KeptSnapshots.Kept before = before(query.text("since"));
    GroupDifference difference =
        GroupDifference.between(before.groups(), ActorGroups.count(system));
    return format.equals("text")
        ? OpsAnswer.text(
            "since %s of %s\n".formatted(before.name(), before.at())
                + TextRendering.difference(difference))
        : json(ActorsJson.difference(difference, before.name(), before.at()));
  }

  static String differenceFormat(OpsQuery query) {
    return query.oneOf("format", List.of("json", "text"));
  }

  private KeptSnapshots.Kept before(@Nullable String since) {
    Optional<KeptSnapshots.Kept> found = since == null ? kept.newest() : kept.named(since);
    return found.orElseThrow(
        () ->
            new OpsQuery.Wrong(
                "since",
                since == null ? "none" : since,
                kept.names().isEmpty()
                    ? "a kept snapshot; POST /ops/actors/groups keeps one"
                    : "one of " + String.join(", ", kept.names())));
  }

  private HttpResponse json(ObjectNode json) {
    return OpsAnswer.json(json.put("node", node));
  }
}
