package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.stuck.StuckActor;
import io.lifeline.telemetry.stuck.StuckReport;
import io.lifeline.telemetry.threads.StackGroup;
import io.lifeline.telemetry.threads.ThreadDump;
import io.lifeline.telemetry.threads.ThreadStack;
import io.lifeline.telemetry.threads.ThreadText;
import java.util.Locale;
import java.util.TreeMap;

/** Stuck actors and threads as JSON. */
final class WorkJson {
  private WorkJson() {}

  static ObjectNode stuck(StuckReport report) {
    ObjectNode json =
        ApiJson.object()
            .put("actors", report.lookedAt())
            .put("look_ms", report.took().toNanos() / 1e6)
            .put("total", report.total());
    var stuck = json.putArray("stuck");
    report.actors().forEach(actor -> stuck.add(actor(actor)));
    return json;
  }

  private static ObjectNode actor(StuckActor actor) {
    ObjectNode json =
        ApiJson.object().put("path", actor.who().path()).put("role", actor.who().role().label());
    if (!actor.who().behavior().isEmpty()) {
      json.put("behavior", actor.who().behavior());
    }
    json.put("trouble", actor.trouble().name().toLowerCase(Locale.ROOT));
    if (!actor.doing().isEmpty()) {
      json.put("doing", actor.doing());
    }
    json.put("at_it_ms", actor.atItFor().toMillis());
    var sizes = json.putArray("mailbox");
    actor.mailboxSizes().forEach(sizes::add);
    json.put("certain", actor.isStackCertain());
    var stacks = json.putArray("stacks");
    actor.stacks().forEach(stack -> stacks.add(stack(stack).put("thread", stack.thread())));
    return json;
  }

  static ObjectNode threads(ThreadDump dump) {
    ObjectNode json = ApiJson.object().put("threads", dump.threads());
    ObjectNode states = json.putObject("states");
    new TreeMap<>(dump.states())
        .forEach((state, count) -> states.put(ThreadText.label(state), count));
    var deadlocked = json.putArray("deadlocked");
    dump.deadlocked().forEach(stack -> deadlocked.add(stack(stack).put("thread", stack.thread())));
    var groups = json.putArray("groups");
    dump.groups().forEach(group -> groups.add(group(group)));
    return json;
  }

  private static ObjectNode group(StackGroup group) {
    ObjectNode json = stack(group.stack()).put("pool", group.pool()).put("count", group.count());
    var threads = json.putArray("threads");
    group.threads().forEach(threads::add);
    return json;
  }

  private static ObjectNode stack(ThreadStack stack) {
    ObjectNode json = ApiJson.object().put("state", ThreadText.label(stack.state()));
    if (!stack.waitsFor().isEmpty()) {
      json.put("waits_for", stack.waitsFor());
    }
    if (!stack.heldBy().isEmpty()) {
      json.put("held_by", stack.heldBy());
    }
    var frames = json.putArray("frames");
    stack.frames().forEach(frame -> frames.add(frame.toString()));
    return json;
  }
}
