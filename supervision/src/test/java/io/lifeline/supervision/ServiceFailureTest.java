package io.lifeline.supervision;

import io.lifeline.telemetry.PatientTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.LoggingTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServiceFailureTest {
  private final ActorTestKit kit = PatientTestKit.create();

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void failedServiceEndsTheGuardianWithOneClearError() {
    TestProbe<ActorRef<String>> service = kit.createTestProbe();
    ActorRef<Void> guardian =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  ActorRef<String> failing =
                      context.spawn(
                          Behaviors.receiveMessage(
                              why -> {
                                throw new IllegalStateException(why);
                              }),
                          "hub");
                  context.watch(failing);
                  service.getRef().tell(failing);
                  return Behaviors.receive(Void.class)
                      .onSignal(
                          ChildFailed.class, failed -> ServiceFailure.endsTheNode(context, failed))
                      .build();
                }));
    TestProbe<Void> watcher = kit.createTestProbe();
    ActorRef<String> hub = service.receiveMessage();

    LoggingTestKit.error("[hub] failed: the node ends")
        .withCause(IllegalStateException.class)
        .expect(
            kit.system(),
            () -> {
              hub.tell("a bug");
              watcher.expectTerminated(guardian);
              return 1;
            });
  }
}
