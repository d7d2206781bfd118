package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LeftoverActorsTest {
  private static final String CONNECTIONS = "/user/connections";

  private final ActorTestKit kit = PatientTestKit.create("leftovers");
  private final TestProbe<ActorRef<String>> sockets = kit.createTestProbe();

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void theOneWhoseStreamHasEndedIsNamed() {
    spawnConnections("c-1", "c-2");
    ActorRef<String> first = sockets.receiveMessage();
    ActorRef<String> second = sockets.receiveMessage();
    assertThat(LeftoverActors.withoutStream(kit.system(), CONNECTIONS, 10)).isEmpty();

    first.tell("end");
    sockets.awaitAssert(
        () ->
            assertThat(LeftoverActors.withoutStream(kit.system(), CONNECTIONS, 10))
                .singleElement()
                .asString()
                .startsWith(CONNECTIONS + "/p-0/c-"));

    second.tell("end");
    sockets.awaitAssert(
        () ->
            assertThat(LeftoverActors.withoutStream(kit.system(), CONNECTIONS, 10))
                .containsExactlyInAnyOrder(CONNECTIONS + "/p-0/c-1", CONNECTIONS + "/p-0/c-2"));
    assertThat(LeftoverActors.withoutStream(kit.system(), CONNECTIONS, 1)).hasSize(1);
  }

  @Test
  void nothingIsNamedBelowWhoIsNotThere() {
    assertThat(LeftoverActors.withoutStream(kit.system(), "/user/nobody", 10)).isEmpty();
  }

  @Test
  void whoHasStoppedHasEnded() {
    ActorRef<String> actor = kit.spawn(Behaviors.receiveMessage(any -> Behaviors.stopped()));
    assertThat(LeftoverActors.hasEnded(actor)).isFalse();

    actor.tell("stop");

    sockets.expectTerminated(actor);
    assertThat(LeftoverActors.hasEnded(actor)).isTrue();
  }

  private void spawnConnections(String... names) {
    Behavior<Void> partition =
        Behaviors.setup(
            context -> {
              for (String name : names) {
                context.spawn(connection(), name);
              }
              return Behaviors.ignore();
            });
    kit.spawn(
        Behaviors.setup(
            context -> {
              context.spawn(partition, "p-0");
              return Behaviors.ignore();
            }),
        "connections");
  }

  /** Has what stands for a stream, and does not care when that ends. */
  private Behavior<Void> connection() {
    Behavior<String> stream = Behaviors.receiveMessage(any -> Behaviors.stopped());
    Behavior<Void> streams =
        Behaviors.setup(
            context -> {
              sockets.getRef().tell(context.spawn(stream, "flow-0-0-ignoreSink"));
              return Behaviors.ignore();
            });
    return Behaviors.setup(
        context -> {
          context.spawn(Behaviors.ignore(), "heartbeat");
          context.spawn(streams, "StreamSupervisor-0");
          return Behaviors.ignore();
        });
  }
}
