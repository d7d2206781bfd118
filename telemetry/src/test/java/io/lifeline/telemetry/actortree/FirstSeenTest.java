package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FirstSeenTest {
  private final ActorTestKit kit = PatientTestKit.create("seen");
  private final AtomicLong now = new AtomicLong();
  private final FirstSeen seen = new FirstSeen(kit.system(), now::get);

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void anActorIsAsOldAsItsFirstSight() {
    ActorRef<String> actor = kit.spawn(Behaviors.ignore(), "a");
    assertThat(seen.age(Adapter.toClassic(actor))).isEmpty();

    seen.look();
    pass(Duration.ofSeconds(5));
    seen.look();
    pass(Duration.ofSeconds(2));

    assertThat(seen.age(Adapter.toClassic(actor))).contains(Duration.ofSeconds(7));
    assertThat(
            ActorTree.page(kit.system(), seen, actor.path().toStringWithoutAddress(), 0, 0, 0)
                .orElseThrow()
                .age())
        .isEqualTo(Duration.ofSeconds(7));
  }

  @Test
  void anotherOfTheSameNameIsYounger() {
    ActorRef<String> first = kit.spawn(Behaviors.ignore(), "a");
    seen.look();
    kit.stop(first);
    ActorRef<String> second = kit.spawn(Behaviors.ignore(), "a");
    pass(Duration.ofSeconds(5));

    assertThat(seen.age(Adapter.toClassic(second))).isEmpty();
    seen.look();

    assertThat(seen.age(Adapter.toClassic(second))).contains(Duration.ZERO);
    assertThat(seen.age(Adapter.toClassic(first))).as("who has ended is forgotten").isEmpty();
  }

  @Test
  void whatIsBelowAPartitionIsNotKept() {
    TestProbe<ActorRef<String>> started = kit.createTestProbe();
    ActorRef<String> connections =
        kit.spawn(child("p-0", child("c-1", reporting(started.getRef()))), "connections");
    ActorRef<String> connection = started.receiveMessage();

    seen.look();

    assertThat(seen.age(Adapter.toClassic(connections))).contains(Duration.ZERO);
    assertThat(seen.age(Adapter.toClassic(connection))).isEmpty();
  }

  @Test
  void noMoreThanTheLimitAreKept() {
    TestProbe<ActorRef<String>> started = kit.createTestProbe();
    ActorRef<String> parent =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  for (int i = 0; i < FirstSeen.MAX; i++) {
                    context.spawn(Behaviors.<String>ignore(), "child-" + i);
                  }
                  started.getRef().tell(context.getSelf());
                  return Behaviors.ignore();
                }),
            "many");
    started.receiveMessage();

    seen.look();

    assertThat(seen.age(Adapter.toClassic(parent))).contains(Duration.ZERO);
    assertThat(seen.known()).isEqualTo(FirstSeen.MAX);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private static Behavior<String> child(String name, Behavior<String> behavior) {
    return Behaviors.setup(
        context -> {
          context.spawn(behavior, name);
          return Behaviors.ignore();
        });
  }

  private static Behavior<String> reporting(ActorRef<ActorRef<String>> started) {
    return Behaviors.setup(
        context -> {
          started.tell(context.getSelf());
          return Behaviors.ignore();
        });
  }
}
