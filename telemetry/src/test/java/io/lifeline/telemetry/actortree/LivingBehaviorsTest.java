package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LivingBehaviorsTest {
  private final ActorTestKit kit = PatientTestKit.create("behaviors");

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void behaviorIsReachedThroughWhatIsAroundIt() {
    ActorRef<String> actor =
        kit.spawn(
            Behaviors.withMdc(String.class, message -> Map.of(), Named.create("one")), "wrapped");
    String path = actor.path().toStringWithoutAddress();

    eventually(
        () ->
            assertThat(LivingBehaviors.at(kit.system(), path, Named.class))
                .hasValueSatisfying(
                    found -> {
                      assertThat(found.behavior().name).isEqualTo("one");
                      assertThat(found.children()).containsExactly("child");
                    }));
  }

  @Test
  void childrenOfOtherKindsAreLeftOut() {
    ActorRef<String> parent =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  context.spawn(Named.create("a"), "a");
                  context.spawn(Named.create("b"), "b");
                  context.spawn(Behaviors.ignore(), "other");
                  return Behaviors.ignore();
                }),
            "parent");
    String path = parent.path().toStringWithoutAddress();

    eventually(() -> assertThat(names(path)).containsExactlyInAnyOrder("a", "b"));
    assertThat(LivingBehaviors.at(kit.system(), path + "/other", Named.class)).isEmpty();
  }

  @Test
  void whoIsNotThereIsNotFound() {
    assertThat(LivingBehaviors.at(kit.system(), "/user/nobody", Named.class)).isEmpty();
    assertThat(names("/user/nobody")).isEmpty();
  }

  private List<String> names(String path) {
    List<String> names = new ArrayList<>();
    LivingBehaviors.below(
        kit.system(), path, Named.class, found -> names.add(found.behavior().name));
    return names;
  }

  private void eventually(Runnable assertion) {
    kit.<Void>createTestProbe() // an actor begins after it is spawned
        .awaitAssert(
            () -> {
              assertion.run();
              return null;
            });
  }

  private static final class Named extends AbstractBehavior<String> {
    private final String name;

    static Behavior<String> create(String name) {
      return Behaviors.setup(context -> new Named(context, name));
    }

    private Named(ActorContext<String> context, String name) {
      super(context);
      this.name = name;
      context.spawn(Behaviors.ignore(), "child");
    }

    @Override
    public Receive<String> createReceive() {
      return newReceiveBuilder().build();
    }
  }
}
