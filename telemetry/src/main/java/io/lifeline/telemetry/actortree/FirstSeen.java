package io.lifeline.telemetry.actortree;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import scala.collection.Iterator;

/**
 * When each actor was first seen, of all that are not below a partition of the connections: those
 * are many, and know it themselves. Pekko does not keep it, so all are looked at every {@value
 * #SECONDS} seconds, and an age is that much too small at most.
 *
 * <p>At most {@value #MAX} are known, some 100 bytes each; of more the age is not told.
 * Thread-safe.
 */
public final class FirstSeen {
  /** Actors of which it is kept when they were first seen. */
  public static final int MAX = 10_000;

  static final int SECONDS = 5;

  private static final String CONNECTIONS = "connections";

  private final ActorSystem<?> system;
  private final LongSupplier nanoTime;
  private Map<ActorRef, Long> seenAt = new HashMap<>();

  FirstSeen(ActorSystem<?> system, LongSupplier nanoTime) {
    this.system = system;
    this.nanoTime = nanoTime;
  }

  /** Begins to look, until the system ends. */
  public static FirstSeen start(ActorSystem<?> system) {
    FirstSeen seen = new FirstSeen(system, System::nanoTime);
    Duration every = Duration.ofSeconds(SECONDS);
    var unused = // the scheduler ends it
        system
            .scheduler()
            .scheduleWithFixedDelay(
                Duration.ZERO,
                every,
                seen::look,
                system.dispatchers().lookup(DispatcherSelector.blocking()));
    return seen;
  }

  /** Forgets who has ended and gets to know who is new, generation by generation. */
  synchronized void look() {
    long now = nanoTime.getAsLong();
    Map<ActorRef, Long> there = new HashMap<>();
    Deque<Iterator<ActorRef>> open = new ArrayDeque<>();
    visit(ActorTree.root(system), now, there, open);
    while (!open.isEmpty() && there.size() < MAX) {
      if (open.element().hasNext()) {
        visit(open.element().next(), now, there, open);
      } else {
        open.remove();
      }
    }
    seenAt = there;
  }

  private void visit(
      ActorRef ref, long now, Map<ActorRef, Long> there, Deque<Iterator<ActorRef>> open) {
    if (ref instanceof ActorRefWithCell actor) {
      there.put(actor, seenAt.getOrDefault(actor, now));
      if (!isPartition(actor)) {
        open.addLast(actor.underlying().childrenRefs().children().iterator());
      }
    }
  }

  private static boolean isPartition(ActorRef actor) {
    return actor.path().parent().name().equals(CONNECTIONS)
        && actor.path().parent().parent().name().equals("user");
  }

  /** How long ago it was first seen; empty if it is not known. */
  synchronized Optional<Duration> age(ActorRef actor) {
    return Optional.ofNullable(seenAt.get(actor))
        .map(at -> Duration.ofNanos(nanoTime.getAsLong() - at));
  }

  synchronized int known() {
    return seenAt.size();
  }
}
