package io.lifeline.telemetry.actortree;

import java.util.LinkedHashSet;
import java.util.Set;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import scala.collection.Iterator;

/**
 * Finds actors that have outlived something, and names of some that something has outlived. No
 * message is sent and no actor is held up. Any thread may call.
 */
public final class LeftoverActors {
  private LeftoverActors() {}

  /**
   * Paths of the actors two generations below {@code path} that have no running stream: connections
   * whose socket is gone, and some that have not begun or are about to stop.
   *
   * @param limit so many at most
   */
  public static Set<String> withoutStream(ActorSystem<?> system, String path, int limit) {
    Set<String> found = new LinkedHashSet<>();
    ActorTree.find(system, path)
        .ifPresent(
            root -> {
              Iterator<ActorRef> parents = children(root);
              while (parents.hasNext() && found.size() < limit) {
                if (parents.next() instanceof ActorRefWithCell parent) {
                  addThoseWithout(parent, found, limit);
                }
              }
            });
    return found;
  }

  /** Whether an actor of this node has stopped. */
  public static boolean hasEnded(org.apache.pekko.actor.typed.ActorRef<?> actor) {
    return Adapter.toClassic(actor) instanceof ActorRefWithCell local
        && local.underlying().isTerminated();
  }

  private static void addThoseWithout(ActorRefWithCell parent, Set<String> found, int limit) {
    Iterator<ActorRef> each = children(parent);
    while (each.hasNext() && found.size() < limit) {
      if (each.next() instanceof ActorRefWithCell actor && !hasStream(actor)) {
        found.add(actor.path().toStringWithoutAddress());
      }
    }
  }

  private static boolean hasStream(ActorRefWithCell actor) {
    Iterator<ActorRef> each = children(actor);
    while (each.hasNext()) {
      if (each.next() instanceof ActorRefWithCell child
          && ActorRole.supervisesStreams(child.path().name())
          && children(child).hasNext()) {
        return true;
      }
    }
    return false;
  }

  private static Iterator<ActorRef> children(ActorRefWithCell actor) {
    return actor.underlying().childrenRefs().children().iterator();
  }
}
