package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.stream.Materializer;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StageReaderTest {
  private final ActorTestKit kit = PatientTestKit.create("stages");
  private final CountDownLatch release = new CountDownLatch(1);

  @AfterEach
  void shutdown() {
    release.countDown();
    kit.shutdownTestKit();
  }

  @Test
  void aStreamIsInTheStageThatHoldsIt() throws InterruptedException {
    CountDownLatch held = new CountDownLatch(1);
    Source<Integer, ?> holding =
        Source.single(1)
            .map(
                element -> {
                  held.countDown();
                  release.await();
                  return element;
                });
    String path = owner(holding);
    held.await();

    kit.<Void>createTestProbe() // its cell is not in its place as soon as it works
        .awaitAssert(
            () -> {
              ActorNode stream = stream(path);
              assertThat(stream.role()).isEqualTo(ActorRole.STREAM);
              assertThat(stream.stages().latest()).isEqualTo("map");
              assertThat(stream.stages().all()).contains("map");
              return null;
            });
  }

  @Test
  void stagesThatHaveEndedAreNotNamed() {
    String path = owner(Source.single(1).concat(Source.maybe()).map(i -> i));

    kit.<Void>createTestProbe() // the element passes at some time
        .awaitAssert(
            () -> {
              assertThat(stream(path).stages().all())
                  .contains("map")
                  .doesNotContain("singleSource", "single");
              return null;
            });
  }

  @Test
  void anActorThatRunsNoStreamHasNone() {
    ActorRef<Void> idle = kit.spawn(Behaviors.ignore(), "idle");

    ActorNode node =
        ActorTree.snapshot(kit.system(), idle.path().toStringWithoutAddress(), 0, 0).orElseThrow();

    assertThat(node.stages()).isEqualTo(StreamStages.NONE);
  }

  private String owner(Source<Integer, ?> source) {
    ActorRef<Void> owner =
        kit.spawn(
            Behaviors.setup(
                context -> {
                  source.runWith(Sink.ignore(), Materializer.createMaterializer(context));
                  return Behaviors.ignore();
                }));
    return owner.path().toStringWithoutAddress();
  }

  private ActorNode stream(String owner) {
    return kit.<ActorNode>createTestProbe()
        .awaitAssert(
            () -> {
              List<ActorNode> supervisors =
                  ActorTree.snapshot(kit.system(), owner, 2, 10).orElseThrow().children();
              assertThat(supervisors).hasSize(1);
              assertThat(supervisors.get(0).children()).hasSize(1);
              return supervisors.get(0).children().get(0);
            });
  }
}
