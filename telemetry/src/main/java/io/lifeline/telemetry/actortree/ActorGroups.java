package io.lifeline.telemetry.actortree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.typed.ActorSystem;
import scala.collection.Iterator;

/**
 * Counts all living actors of a node by the pattern of their paths, in one pass.
 *
 * <p>No message is sent and no actor is held up. What the pass holds is one iterator for each
 * generation and one count for each pattern, of which there are at most {@value #MAX_GROUPS}: what
 * has a further pattern, or lies deeper than {@value #MAX_DEPTH} names, is counted together as
 * {@code /**}. A mailbox is counted by walking through it, as Pekko does, so one with millions of
 * messages makes the pass slower. The tree may change meanwhile; each actor is counted as it is
 * found. Any thread may call.
 */
public final class ActorGroups {
  /** Patterns in one snapshot. */
  public static final int MAX_GROUPS = 1_000;

  /** Names in one pattern. */
  public static final int MAX_DEPTH = 16;

  private record Generation(Iterator<ActorRef> actors, GroupCount parent) {}

  private final List<GroupCount> groups = new ArrayList<>();
  private final GroupCount rest = new GroupCount(List.of("**"));
  private final Deque<Generation> open = new ArrayDeque<>();

  private ActorGroups() {}

  public static GroupSnapshot count(ActorSystem<?> system) {
    return new ActorGroups().count(ActorTree.root(system));
  }

  private GroupSnapshot count(ActorRef guardian) {
    GroupCount root = new GroupCount(List.of());
    groups.add(root);
    groups.add(rest);
    if (guardian instanceof ActorRefWithCell actor) {
      count(actor, root);
    }
    while (!open.isEmpty()) {
      Generation generation = open.element();
      if (!generation.actors().hasNext()) {
        open.remove();
      } else if (generation.actors().next() instanceof ActorRefWithCell actor) {
        generation.parent().countChild();
        count(actor, groupBelow(generation.parent(), actor.path().name()));
      }
    }
    return new GroupSnapshot(
        groups.stream()
            .map(GroupCount::toGroup)
            .filter(group -> group.actors() > 0)
            .sorted(Comparator.comparing(PatternGroup::pattern))
            .toList());
  }

  private void count(ActorRefWithCell actor, GroupCount group) {
    group.count(actor);
    Iterator<ActorRef> children = actor.underlying().childrenRefs().children().iterator();
    if (children.hasNext()) {
      open.push(new Generation(children, group));
    }
  }

  private GroupCount groupBelow(GroupCount parent, String name) {
    if (parent == rest) {
      return rest;
    }
    String pattern = parent.patternOf(name);
    GroupCount known = parent.below().get(pattern);
    if (known != null) {
      return known;
    }
    if (groups.size() == MAX_GROUPS || parent.depth() == MAX_DEPTH) {
      return rest;
    }
    GroupCount made = parent.newBelow(pattern);
    groups.add(made);
    return made;
  }
}
