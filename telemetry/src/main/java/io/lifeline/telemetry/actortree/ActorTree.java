package io.lifeline.telemetry.actortree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Reads the tree of living actors, as each of their parents knows it at that moment.
 *
 * <p>No message is sent and no actor is held up, so it also works on an actor that is stuck. The
 * tree may change while it is read; what is returned then is a mixture of before and after. Depth,
 * children of one actor and actors in all ({@value #MAX_NODES}) are limited. Any thread may call.
 */
public final class ActorTree {
  /**
   * Actors in one snapshot; beyond them children are left out, as if {@code maxChildren} said so.
   */
  public static final int MAX_NODES = 10_000;

  /** Generations in one snapshot. */
  public static final int MAX_DEPTH = 16;

  private final ActorAges ages;
  private final int maxChildren;
  private int nodesLeft = MAX_NODES;

  private ActorTree(ActorAges ages, int maxChildren) {
    this.ages = ages;
    this.maxChildren = maxChildren;
  }

  /** As {@link #page}, from the first child on; ages only of those that know their own. */
  public static Optional<ActorNode> snapshot(
      ActorSystem<?> system, String path, int maxDepth, int maxChildren) {
    FirstSeen nobody = new FirstSeen(system, System::nanoTime);
    return page(system, nobody, path, maxDepth, 0, maxChildren);
  }

  /**
   * The actor at {@code path} and what is below it.
   *
   * @param seen tells the ages of those that do not know their own
   * @param path from the root, for example {@code /user/connections}; {@code /} is the root
   * @param maxDepth generations below that actor; 0 for itself alone, at most {@value #MAX_DEPTH}
   * @param skipChildren children of that actor to leave out before the first that is shown
   * @param maxChildren shown of each actor
   * @return empty if no living actor has that path
   */
  public static Optional<ActorNode> page(
      ActorSystem<?> system,
      FirstSeen seen,
      String path,
      int maxDepth,
      int skipChildren,
      int maxChildren) {
    if (maxDepth < 0 || skipChildren < 0 || maxChildren < 0) {
      throw new IllegalArgumentException("a limit is negative");
    }
    if (maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException("deeper than " + MAX_DEPTH);
    }
    return find(system, path)
        .map(
            actor ->
                new ActorTree(new ActorAges(seen), maxChildren)
                    .read(actor, maxDepth, skipChildren));
  }

  /** Where every walk through a node's actors begins. */
  static ActorRef root(ActorSystem<?> system) {
    return ((ExtendedActorSystem) Adapter.toClassic(system)).provider().rootGuardian();
  }

  /** The living actor with this path from the root. */
  static Optional<ActorRefWithCell> find(ActorSystem<?> system, String path) {
    ActorRef found = root(system);
    for (String name : path.split("/", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      if (!(found instanceof ActorRefWithCell parent)) {
        return Optional.empty();
      }
      found = parent.getSingleChild(name);
    }
    return found instanceof ActorRefWithCell actor && !actor.underlying().isTerminated()
        ? Optional.of(actor)
        : Optional.empty();
  }

  private ActorNode read(ActorRefWithCell actor, int depth, int skip) {
    nodesLeft--;
    Cell cell = actor.underlying();
    var childRefs = cell.childrenRefs().children();
    List<ActorNode> children = new ArrayList<>();
    if (depth > 0) {
      Iterator<ActorRef> each = childRefs.iterator().drop(skip);
      while (each.hasNext() && children.size() < maxChildren && nodesLeft > 0) {
        if (each.next() instanceof ActorRefWithCell child) {
          children.add(read(child, depth - 1, 0));
        }
      }
    }
    ActorRole role = ActorRole.of(CollectionConverters.asJava(actor.path().elements().toSeq()));
    return new ActorNode(
        actor.path().name(),
        actor.path().toStringWithoutAddress(),
        role,
        BehaviorName.of(cell),
        childRefs.size(),
        cell.numberOfMessages(),
        ages.of(actor, role).orElse(null),
        StageReader.of(cell),
        children);
  }
}
