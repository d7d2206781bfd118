package io.lifeline.telemetry.actortree;

import io.lifeline.telemetry.timeline.Course;
import io.lifeline.telemetry.timeline.Happening;
import io.lifeline.telemetry.timeline.Moment;
import io.lifeline.telemetry.timeline.Storied;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorRefWithCell;
import org.apache.pekko.actor.LocalActorRef;

/**
 * How long an actor has lived: a connection and what belongs to it from its story, which costs them
 * nothing more, and others from when they were first seen. Thread-safe.
 */
final class ActorAges {
  private final FirstSeen seen;

  ActorAges(FirstSeen seen) {
    this.seen = seen;
  }

  Optional<Duration> of(ActorRefWithCell actor, ActorRole role) {
    return switch (role) {
      case CONNECTION -> story(actor).map(Story::age);
      case WRITER -> parent(actor).map(Story::age); // made with its connection
      case HEARTBEAT -> parent(actor).flatMap(ActorAges::sinceActive);
      default -> seen.age(actor);
    };
  }

  private static Optional<Story> parent(ActorRefWithCell actor) {
    return actor instanceof LocalActorRef child ? story(child.getParent()) : Optional.empty();
  }

  private static Optional<Story> story(ActorRef actor) {
    return actor instanceof ActorRefWithCell local
            && BehaviorName.behavior(local.underlying()) instanceof Storied storied
        ? Optional.of(storied.story())
        : Optional.empty();
  }

  private static Optional<Duration> sinceActive(Story story) {
    Course course = story.course();
    return course.moments().stream()
        .filter(moment -> moment.what() == Happening.ACTIVE)
        .map(Moment::after)
        .findFirst()
        .map(story.age()::minus);
  }
}
