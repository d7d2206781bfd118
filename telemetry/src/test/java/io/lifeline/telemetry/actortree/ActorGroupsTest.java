package io.lifeline.telemetry.actortree;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActorGroupsTest {
  private final ActorTestKit kit = PatientTestKit.create("groups");

  @AfterEach
  void shutdown() {
    kit.shutdownTestKit();
  }

  @Test
  void actorsOfOnePatternAreCountedTogether() {
    String family = spawnFamily(25, i -> "c-" + i);

    GroupSnapshot snapshot = ActorGroups.count(kit.system());

    PatternGroup children = group(snapshot, family + "/*");
    assertThat(children.actors()).isEqualTo(25);
    assertThat(children.children()).isEqualTo(25);
    assertThat(group(snapshot, family + "/*/heartbeat").actors()).isEqualTo(25);
    assertThat(group(snapshot, family).children()).isEqualTo(25);
  }

  @Test
  void aGroupHasAFewDifferentLivingExamples() {
    String family = spawnFamily(25, i -> "c-" + i);

    assertThat(group(ActorGroups.count(kit.system()), family + "/*").examples())
        .hasSize(GroupCount.EXAMPLES)
        .doesNotHaveDuplicates()
        .allSatisfy(path -> assertThat(path).startsWith(family + "/c-"))
        .allSatisfy(path -> assertThat(ActorTree.snapshot(kit.system(), path, 0, 0)).isPresent());
  }

  @Test
  void everyActorIsCountedOnce() {
    spawnFamily(300, i -> "c-" + i);

    GroupSnapshot snapshot = ActorGroups.count(kit.system());

    ActorNode all = ActorTree.snapshot(kit.system(), "/", 16, 1_000).orElseThrow();
    assertThat(snapshot.actors()).isEqualTo(count(all));
    assertThat(snapshot.groups().stream().mapToLong(PatternGroup::children).sum())
        .isEqualTo(snapshot.actors() - 1); // but for the root, each is somebody's child
  }

  @Test
  void messagesThatWaitAreAddedUp() throws InterruptedException {
    CountDownLatch busy = new CountDownLatch(2);
    CountDownLatch release = new CountDownLatch(1);
    for (int i = 0; i < 2; i++) {
      ActorRef<String> actor =
          kit.spawn(
              Behaviors.receiveMessage(
                  message -> {
                    busy.countDown();
                    release.await();
                    return Behaviors.same();
                  }),
              "b-" + i);
      actor.tell("in work");
      for (int waiting = 0; waiting <= i; waiting++) {
        actor.tell("waits");
      }
    }
    busy.await();

    PatternGroup group = group(ActorGroups.count(kit.system()), "/user/*");
    release.countDown();

    assertThat(group.mailbox()).isEqualTo(3);
    assertThat(group.largestMailbox()).isEqualTo(2);
  }

  @Test
  void aDeepTreeIsCountedWithoutRecursion() {
    int generations = 20_000;
    TestProbe<String> ready = kit.createTestProbe();
    kit.spawn(chain(generations, ready.getRef()), "deep");
    ready.receiveMessage();

    GroupSnapshot snapshot = ActorGroups.count(kit.system());

    assertThat(snapshot.actors()).isGreaterThan(generations);
    assertThat(snapshot.groups()).hasSizeLessThan(ActorGroups.MAX_GROUPS);
    assertThat(group(snapshot, "/**").actors()).isGreaterThan(generations - ActorGroups.MAX_DEPTH);
  }

  @Test
  void namesWithoutAPatternMakeABoundedNumberOfGroups() {
    int children = 3 * ActorGroups.MAX_GROUPS;
    spawnFamily(children, ActorGroupsTest::letters);

    GroupSnapshot snapshot = ActorGroups.count(kit.system());

    assertThat(snapshot.groups()).hasSize(ActorGroups.MAX_GROUPS);
    assertThat(snapshot.actors()).isGreaterThan(2L * children);
    assertThat(group(snapshot, "/**").actors()).isGreaterThan(children);
  }

  @Test
  void whatGrewStandsFirstWithExamplesThatAreNew() {
    kit.spawn(Behaviors.<String>ignore(), "x-0");
    GroupSnapshot before = ActorGroups.count(kit.system());
    for (int i = 1; i < 50; i++) {
      kit.spawn(Behaviors.<String>ignore(), "x-" + i);
    }

    GroupDifference difference = GroupDifference.between(before, ActorGroups.count(kit.system()));

    GroupChange first = difference.changes().get(0);
    assertThat(first.pattern()).isEqualTo("/user/*");
    assertThat(first.actorsGrown()).isEqualTo(49);
    assertThat(first.actors()).isEqualTo(50);
    assertThat(first.examples()).hasSize(3).first().isNotEqualTo("/user/x-0");
    assertThat(difference.changes())
        .filteredOn(change -> change.pattern().equals("/user"))
        .singleElement()
        .satisfies(user -> assertThat(user.childrenGrown()).isEqualTo(49));
  }

  @Test
  void aGroupThatIsGoneHasShrunkToNothing() {
    ActorRef<String> actor = kit.spawn(Behaviors.ignore(), "short-lived");
    GroupSnapshot before = ActorGroups.count(kit.system());
    kit.stop(actor);

    GroupDifference difference = GroupDifference.between(before, ActorGroups.count(kit.system()));

    assertThat(difference.changes())
        .filteredOn(change -> change.pattern().equals("/user/short-lived"))
        .singleElement()
        .satisfies(
            gone -> {
              assertThat(gone.actors()).isZero();
              assertThat(gone.actorsGrown()).isEqualTo(-1);
              assertThat(gone.examples()).isEmpty();
            });
  }

  private String spawnFamily(int children, IntFunction<String> names) {
    TestProbe<String> ready = kit.createTestProbe();
    ActorRef<String> parent = kit.spawn(parent(children, names, ready.getRef()), "parent");
    ready.receiveSeveralMessages(children);
    return parent.path().toStringWithoutAddress();
  }

  private static Behavior<String> parent(
      int children, IntFunction<String> names, ActorRef<String> ready) {
    return Behaviors.setup(
        context -> {
          for (int i = 0; i < children; i++) {
            context.spawn(child(ready), names.apply(i));
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

  private static Behavior<String> chain(int generations, ActorRef<String> ready) {
    return Behaviors.setup(
        context -> {
          if (generations == 0) {
            ready.tell("ready");
          } else {
            context.spawn(chain(generations - 1, ready), "below");
          }
          return Behaviors.empty();
        });
  }

  private static String letters(int number) {
    return Integer.toString(number)
        .chars()
        .map(digit -> digit - '0' + 'a')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static PatternGroup group(GroupSnapshot snapshot, String pattern) {
    Optional<PatternGroup> found =
        snapshot.groups().stream().filter(group -> group.pattern().equals(pattern)).findFirst();
    return found.orElseThrow(() -> new AssertionError(pattern + " in " + snapshot));
  }

  private static long count(ActorNode node) {
    return 1 + node.children().stream().mapToLong(ActorGroupsTest::count).sum();
  }
}
