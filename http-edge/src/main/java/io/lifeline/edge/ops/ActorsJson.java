package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.actortree.ActorNode;
import io.lifeline.telemetry.actortree.GroupChange;
import io.lifeline.telemetry.actortree.GroupDifference;
import io.lifeline.telemetry.actortree.GroupSnapshot;
import io.lifeline.telemetry.actortree.PatternGroup;
import io.lifeline.telemetry.actortree.StreamStages;
import java.time.Duration;
import java.time.Instant;

/** The actor tree, its groups and their difference as JSON. */
final class ActorsJson {
  private ActorsJson() {}

  static ObjectNode tree(ActorNode node) {
    ObjectNode json =
        ApiJson.object()
            .put("name", node.name())
            .put("path", node.path())
            .put("role", node.role().label());
    if (!node.behavior().isEmpty()) {
      json.put("behavior", node.behavior());
    }
    json.put("mailbox", node.mailboxSize()).put("child_count", node.childCount());
    Duration age = node.age();
    if (age != null) {
      json.put("age_ms", age.toMillis());
    }
    addStages(json, node.stages());
    var children = json.putArray("children");
    node.children().forEach(child -> children.add(tree(child)));
    return json;
  }

  private static void addStages(ObjectNode json, StreamStages stages) {
    if (stages.latest() != null) {
      json.put("stage", stages.latest());
    }
    if (!stages.all().isEmpty()) {
      var all = json.putArray("stages");
      stages.all().forEach(all::add);
    }
  }

  static ObjectNode groups(GroupSnapshot snapshot) {
    ObjectNode json = ApiJson.object().put("actors", snapshot.actors());
    var groups = json.putArray("groups");
    snapshot.groups().forEach(group -> groups.add(group(group)));
    return json;
  }

  private static ObjectNode group(PatternGroup group) {
    ObjectNode json =
        ApiJson.object()
            .put("pattern", group.pattern())
            .put("role", group.role().label())
            .put("actors", group.actors())
            .put("mailbox", group.mailbox())
            .put("largest_mailbox", group.largestMailbox())
            .put("children", group.children());
    var examples = json.putArray("examples");
    group.examples().forEach(examples::add);
    return json;
  }

  /**
   * @param since the name of the snapshot compared with
   * @param at when that was
   */
  static ObjectNode difference(GroupDifference difference, String since, Instant at) {
    ObjectNode json = ApiJson.object().put("since", since).put("since_time", at.toString());
    var changes = json.putArray("changes");
    difference.changes().forEach(change -> changes.add(change(change)));
    return json;
  }

  private static ObjectNode change(GroupChange change) {
    ObjectNode json =
        ApiJson.object()
            .put("pattern", change.pattern())
            .put("role", change.role().label())
            .put("actors", change.actors())
            .put("actors_grown", change.actorsGrown())
            .put("mailbox_grown", change.mailboxGrown())
            .put("children_grown", change.childrenGrown());
    var examples = json.putArray("examples");
    change.examples().forEach(examples::add);
    return json;
  }
}
