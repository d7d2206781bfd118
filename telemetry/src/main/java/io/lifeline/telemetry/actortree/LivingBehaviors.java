package io.lifeline.telemetry.actortree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.Cell;
import org.apache.pekko.actor.typed.ActorSystem;
import scala.collection.Iterator;

/**
 * Reaches the behaviours of living actors, to read what they say of themselves without being asked.
 * No message is sent and no actor is held up; what is found is the behaviour of before or of after,
 * so only what never changes in it, or is made for many threads, may be read. Any thread may call.
 */
public final class LivingBehaviors {
  private LivingBehaviors() {}

  /**
   * One actor.
   *
   * @param children their names
   */
  public record Found<T>(T behavior, List<String> children) {
    public Found {
      children = List.copyOf(children);
    }
  }

  /**
   * @param path from the root, for example {@code /user/ops}
   * @return empty if no living actor with such a behaviour has that path
   */
  public static <T> Optional<Found<T>> at(ActorSystem<?> system, String path, Class<T> type) {
    return ActorTree.find(system, path).flatMap(actor -> found(actor, type));
  }

  /** Each child of the actor at {@code path} that has such a behaviour, in no particular order. */
  public static <T> void below(
      ActorSystem<?> system, String path, Class<T> type, Consumer<Found<T>> visitor) {
    ActorTree.find(system, path)
        .ifPresent(
            parent -> {
              Iterator<ActorRef> each = parent.underlying().childrenRefs().children().iterator();
              while (each.hasNext()) {
                if (each.next() instanceof ActorRefWithCell child) {
                  found(child, type).ifPresent(visitor);
                }
              }
            });
  }

  private static <T> Optional<Found<T>> found(ActorRefWithCell actor, Class<T> type) {
    Cell cell = actor.underlying();
    Object behavior = BehaviorName.behavior(cell);
    if (!type.isInstance(behavior)) {
      return Optional.empty();
    }
    List<String> children = new ArrayList<>();
    Iterator<ActorRef> each = cell.childrenRefs().children().iterator();
    while (each.hasNext()) {
      children.add(each.next().path().name());
    }
    return Optional.of(new Found<>(type.cast(behavior), children));
  }
}
