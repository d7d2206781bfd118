package io.lifeline.connection;

import org.apache.pekko.actor.DeadLetter;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.eventstream.EventStream;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Ends the spans of deliveries that came to a writer too late: it had stopped, or stopped before
 * their turn. The actor system tells of each as a dead letter.
 *
 * <p>It has one phase, watches nobody, and keeps nothing; without it such spans are not reported.
 */
public final class LostDeliveries {
  private LostDeliveries() {}

  /** Once for each node that traces. */
  public static Behavior<DeadLetter> create() {
    return Behaviors.setup(
        context -> {
          context
              .getSystem()
              .eventStream()
              .tell(new EventStream.Subscribe<>(DeadLetter.class, context.getSelf()));
          return Behaviors.receive(DeadLetter.class)
              .onMessage(DeadLetter.class, LostDeliveries::onDeadLetter)
              .build();
        });
  }

  private static Behavior<DeadLetter> onDeadLetter(DeadLetter letter) {
    if (letter.message() instanceof Writer.Deliver deliver) {
      Journey journey = deliver.journey();
      if (journey != null) {
        journey.isCutShort();
      }
    }
    return Behaviors.same();
  }
}
