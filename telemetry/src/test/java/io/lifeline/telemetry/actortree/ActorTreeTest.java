package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.telemetry.PatientTestKit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorTreeTest {
  private final ActorTestKit kit = PatientTestKit.create("tree");
  private final FirstSeen seen = new FirstSeen(kit.system(), System::nanoTime);

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void showsAnActorWithItsChildren() {
    String path = spawnFamily(3);

    ActorNode node = ActorTree.snapshot(kit.system(), path, 2, 10).orElseThrow();

    assertThat(node.path()).isEqualTo(path);
    assertThat(node.childCount()).isEqualTo(3);
    assertThat(node.children()).extracting(ActorNode::name).contains("c-0", "c-1", "c-2");
    assertThat(node.children())
        .allSatisfy(
            child ->
                assertThat(child.children())
                    .extracting(ActorNode::name)
                    .containsExactly("heartbeat"));
  }

  @Test
  void depthLimitsGenerationsButNotTheCount() {
    String path = spawnFamily(3);

    assertThat(ActorTree.snapshot(kit.system(), path, 0, 10).orElseThrow())
        .satisfies(
            node -> {
              assertThat(node.childCount()).isEqualTo(3);
              assertThat(node.children()).isEmpty();
            });
    assertThat(ActorTree.snapshot(kit.system(), path, 1, 10).orElseThrow().children())
        .allSatisfy(child -> assertThat(child.children()).isEmpty());
  }

  @Test
  void pagesShowEveryChildOnce() {
    String path = spawnFamily(25);

    Set<String> shown = new HashSet<>();
    for (int skip = 0; skip < 30; skip += 10) {
      for (ActorNode child :
          ActorTree.page(kit.system(), seen, path, 1, skip, 10).orElseThrow().children()) {
        assertThat(shown.add(child.name())).as(child.name()).isTrue();
      }
    }

    assertThat(shown).hasSize(25);
  }

  @Test
  void aPathWithoutAnActorIsEmpty() {
    assertThat(ActorTree.snapshot(kit.system(), "/user/nobody", 1, 1)).isEmpty();
    assertThat(ActorTree.snapshot(kit.system(), "/user/nobody/below", 1, 1)).isEmpty();
    assertThat(ActorTree.snapshot(kit.system(), "/nonsense", 1, 1)).isEmpty();
  }

  @Test
  void theRootHoldsTheUserAndTheSystemActors() {
    assertThat(ActorTree.snapshot(kit.system(), "/", 1, 10).orElseThrow().children())
        .extracting(ActorNode::path)
        .contains("/user", "/system");
  }

  @Test
  void aStoppedActorIsGone() {
    ActorRef<String> actor = kit.spawn(Behaviors.ignore(), "short-lived");
    String path = actor.path().toStringWithoutAddress();
    assertThat(ActorTree.snapshot(kit.system(), path, 0, 0)).isPresent();

    kit.stop(actor);

    assertThat(ActorTree.snapshot(kit.system(), path, 0, 0)).isEmpty();
  }

  @Test
  void messagesThatWaitForABusyActorAreCounted() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ActorRef<String> actor =
        kit.spawn(
            Behaviors.receiveMessage(
                message -> {
                  busy.countDown();
                  release.await();
                  return Behaviors.same();
                }),
            "busy");
    actor.tell("first");
    busy.await();
    actor.tell("second");
    actor.tell("third");

    ActorNode node =
        ActorTree.snapshot(kit.system(), actor.path().toStringWithoutAddress(), 0, 0).orElseThrow();
    release.countDown();

    assertThat(node.mailboxSize()).isEqualTo(2);
  }

  @Test
  void oneSnapshotHasALimitOfActors() {
    String path = spawnFamily(6_000);

    ActorNode node = ActorTree.snapshot(kit.system(), path, 2, 10_000).orElseThrow();

    assertThat(node.childCount()).isEqualTo(6_000);
    assertThat(count(node)).isEqualTo(ActorTree.MAX_NODES);
  }

  @Test
  void aNegativeLimitIsRefused() {
    assertThatThrownBy(() -> ActorTree.page(kit.system(), seen, "/user", 1, -1, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDepthBeyondTheLimitIsRefused() {
    assertThatThrownBy(
            () -> ActorTree.page(kit.system(), seen, "/user", ActorTree.MAX_DEPTH + 1, 0, 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aBehaviorThatIsAClassIsNamed() {
    ActorRef<String> named =
        kit.spawn(
            Behaviors.withMdc(String.class, message -> Map.of(), Behaviors.setup(Named::new)),
            "named");
    ActorRef<String> unnamed = kit.spawn(Behaviors.ignore(), "unnamed");

    kit.<Void>createTestProbe() // it begins after it is spawned
        .awaitAssert(
            () -> {
              assertThat(node(named).behavior()).isEqualTo("Named");
              return null;
            });
    assertThat(node(unnamed).behavior()).isEmpty();
    assertThat(node(named).role()).isEqualTo(ActorRole.SINGLETON);
  }

  private ActorNode node(ActorRef<String> actor) {
    return ActorTree.snapshot(kit.system(), actor.path().toStringWithoutAddress(), 0, 0)
        .orElseThrow();
  }

  private static final class Named extends AbstractBehavior<String> {
    Named(ActorContext<String> context) {
      super(context);
    }

    @Override
    public Receive<String> createReceive() {
      return newReceiveBuilder().build();
    }
  }

  private String spawnFamily(int children) {
    TestProbe<String> ready = kit.createTestProbe();
    ActorRef<String> parent = kit.spawn(parent(children, ready.getRef()), "parent");
    ready.receiveSeveralMessages(children); // they start in any order
    return parent.path().toStringWithoutAddress();
  }

  private static Behavior<String> parent(int children, ActorRef<String> ready) {
    return Behaviors.setup(
        context -> {
          for (int i = 0; i < children; i++) {
            context.spawn(child(ready), "c-" + i);
          }
          return Behaviors.empty();
        });
  }

  private static Behavior<String> child(ActorRef<String> ready) {
    return Behaviors.setup(
        context -> {
          context.spawn(Behaviors.<String>ignore(), "heartbeat");
          ready.tell("ready");
          return Behaviors.empty();
        });
  }

  private static int count(ActorNode node) {
    return 1 + node.children().stream().mapToInt(ActorTreeTest::count).sum();
  }
}
