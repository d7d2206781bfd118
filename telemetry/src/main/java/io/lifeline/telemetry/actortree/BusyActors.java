package io.lifeline.telemetry.actortree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;

/**
 * Finds, in one pass through all actors of a node, those that work or have a long mailbox.
 *
 * <p>No message is sent and no actor is held up. Of an idle actor two fields are read and nothing
 * is made. A mailbox that is not empty is counted by walking through it, as Pekko does. Any thread
 * may call.
 *
 * @param actors those that work, then those that do not; of each kind the first {@value #MAX}
 * @param lookedAt how many there are in all
 */
public record BusyActors(List<BusyActor> actors, int lookedAt) {
  /** Of each kind. Those that work are in practice no more than the dispatchers have threads. */
  public static final int MAX = 1_000;

  public BusyActors {
    actors = List.copyOf(actors);
  }

  /**
   * @param leastMailbox messages that make a mailbox long, 1 or more
   */
  public static BusyActors find(ActorSystem<?> system, int leastMailbox) {
    List<BusyActor> atWork = new ArrayList<>();
    List<BusyActor> behind = new ArrayList<>();
    int lookedAt = 0;
    Deque<Iterator<ActorRef>> open = new ArrayDeque<>();
    @Nullable ActorRef next = ActorTree.root(system);
    while (next != null) {
      if (next instanceof ActorRefWithCell actor) {
        lookedAt++;
        BusyActor found = BusyActor.look(actor, leastMailbox);
        if (found != null) {
          addUpTo(MAX, found.isAtWork() ? atWork : behind, found);
        }
        Iterator<ActorRef> children = actor.underlying().childrenRefs().children().iterator();
        if (children.hasNext()) {
          open.push(children);
        }
      }
      while (!open.isEmpty() && !open.element().hasNext()) {
        open.remove();
      }
      next = open.isEmpty() ? null : open.element().next();
    }
    atWork.addAll(behind);
    return new BusyActors(atWork, lookedAt);
  }

  private static void addUpTo(int most, List<BusyActor> actors, BusyActor found) {
    if (actors.size() < most) {
      actors.add(found);
    }
  }
}
