package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceBatchesTest {
  private final List<PresenceChange> told = new ArrayList<>();
  private final Stage stage = new Stage(told::add);
  private final PresenceBatches batches = stage.batches;
  private long now;

  /** Batches with the one alarm that they have set. */
  private final class Stage {
    final PresenceBatches batches;
    @Nullable Long alarmAt;

    Stage(Consumer<PresenceChange> out) {
      batches = new PresenceBatches(() -> now, this::alarm, out);
    }

    private void alarm(Duration after) {
      alarmAt = now + after.toMillis();
    }

    void ring() {
      Long at = alarmAt;
      if (at != null && at <= now) {
        alarmAt = null;
        batches.onAlarm();
      }
    }
  }

  @Test
  void firstChangeOfAQuietChannelIsToldAtOnceAndWhatFollowsTogether() {
    batches.joined("room:1", "c1", "alice");
    assertThat(told).containsExactly(joined("alice", "c1"));

    batches.joined("room:1", "c2", "alice");
    pass(20);
    batches.joined("room:1", "c3", "alice");
    batches.joined("room:1", "c4", "bob");
    pass(4);
    assertThat(told).hasSize(1);
    pass(1);

    assertThat(told)
        .hasSize(2)
        .endsWith(
            change(
                List.of(new Present("alice", List.of("c2", "c3")), present("bob", "c4")),
                List.of(),
                true));
  }

  @Test
  void ofEachConnectionTheLastWordCounts() {
    openWindow();
    batches.joined("room:1", "c1", "alice");
    batches.left("room:1", "c1", "alice");
    batches.left("room:1", "c2", "bob");
    batches.joined("room:1", "c2", "bob");
    pass(25);

    assertThat(told)
        .containsExactly(
            change(List.of(present("bob", "c2")), List.of(present("alice", "c1")), true));
  }

  @Test
  void whileChangesGoOnTheyAreToldMoreAndMoreSeldomUpToEachSecond() {
    List<Long> at = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      int before = told.size();
      batches.joined("room:1", "c" + i, "alice");
      if (told.size() > before) {
        at.add(now);
      }
      before = told.size();
      pass(1);
      if (told.size() > before) {
        at.add(now);
      }
    }

    assertThat(at).containsExactly(0L, 25L, 75L, 175L, 375L, 775L, 1575L, 2575L, 3575L, 4575L);
  }

  @Test
  void changeBehindAnEmptyWindowIsToldAtOnceAndTheNextWindowIsLonger() {
    batches.joined("room:1", "c1", "alice");
    pass(30);

    batches.joined("room:1", "c2", "alice");
    assertThat(told).hasSize(2).endsWith(joined("alice", "c2"));

    batches.joined("room:1", "c3", "alice");
    pass(49);
    assertThat(told).hasSize(2);
    pass(1);
    assertThat(told).hasSize(3);
  }

  @Test
  void changesThatComeJustBehindAWindowAreToldSeldomAsWell() {
    for (int i = 0; i < 200; i++) {
      batches.joined("room:1", "c" + i, "alice");
      pass(26);
    }

    assertThat(told).as("in 5.2 s").hasSizeLessThanOrEqualTo(10);
  }

  @Test
  void changeIsNotHeldUpByAnAlarmThatIsLate() {
    openWindow();
    batches.joined("room:1", "c1", "alice");
    now += 25;

    batches.joined("room:1", "c2", "bob");

    assertThat(told)
        .containsExactly(
            change(List.of(present("alice", "c1"), present("bob", "c2")), List.of(), true));
  }

  @Test
  void channelThatWasQuietIsForgottenAndBeginsAnew() {
    batches.joined("room:1", "c1", "alice");
    pass(25 + 49);
    assertThat(batches.size()).isOne();
    pass(1);
    assertThat(batches.size()).isZero();
    assertThat(stage.alarmAt).as("nothing to wait for").isNull();

    batches.left("room:1", "c1", "alice");
    batches.joined("room:1", "c2", "alice");
    assertThat(told).hasSize(2);
    pass(25);

    assertThat(told).hasSize(3);
  }

  @Test
  void busyChannelDoesNotHoldUpAQuietOne() {
    for (int i = 0; i < 1_000; i++) {
      batches.joined("room:1", "c" + i, "alice");
      pass(1);
    }
    told.clear();

    batches.joined("room:2", "d1", "bob");
    batches.joined("room:2", "d2", "bob");
    pass(25);

    assertThat(told).extracting(PresenceChange::channel).containsExactly("room:2", "room:2");
  }

  @Test
  void batchNamesNoMoreThanAHundredOfEachKindAndSaysThatThereAreMore() {
    openWindow();
    for (int i = 0; i < 100; i++) {
      batches.joined("room:1", "c" + i, "alice");
      batches.left("room:1", "d" + i, "alice");
    }
    batches.joined("room:1", "c7", "alice");
    pass(25);
    for (int i = 0; i < 101; i++) {
      batches.joined("room:1", "e" + i, "alice");
    }
    pass(50);

    assertThat(told).extracting(PresenceChange::complete).containsExactly(true, false);
    assertThat(told.get(0).left().get(0).connections()).hasSize(100);
    assertThat(told.get(1).joined().get(0).connections()).hasSize(100);
  }

  @Test
  void batchesOfSeveralNodesBecomeOne() {
    openWindow();
    batches.add(joined("alice", "c1"));
    batches.add(change(List.of(present("bob", "d1")), List.of(present("alice", "d2")), true));
    batches.add(PresenceChange.unknown("room:1"));
    pass(25);

    assertThat(told)
        .containsExactly(
            change(
                List.of(present("alice", "c1"), present("bob", "d1")),
                List.of(present("alice", "d2")),
                false));
  }

  @Test
  void thatSomethingIsUnknownIsToldByItself() {
    batches.add(PresenceChange.unknown("room:1"));

    assertThat(told).containsExactly(PresenceChange.unknown("room:1"));
  }

  /**
   * Two nodes, each with its batches, and the channel with its own; a client that asks at some
   * moment who is there and takes every later word knows in the end who is there.
   */
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whoHasAskedAndThenListensKnowsWhoIsThere(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Set<String> there = new HashSet<>();
    List<Set<String>> clients = new ArrayList<>();
    Stage channel = new Stage(change -> clients.forEach(client -> take(client, change)));
    List<Stage> nodes = List.of(new Stage(channel.batches::add), new Stage(channel.batches::add));
    for (int step = 0; step < 2_000; step++) {
      int connection = random.nextInt(40);
      String name = "c" + connection;
      PresenceBatches node = nodes.get(connection % 2).batches;
      if (there.remove(name)) {
        node.left("room:1", name, "alice");
      } else {
        there.add(name);
        node.joined("room:1", name, "alice");
      }
      if (random.nextInt(50) == 0) {
        clients.add(new HashSet<>(there));
      }
      passAll(random.nextInt(random.nextInt(20) == 0 ? 300 : 20), nodes, channel);
    }

    passAll(3_000, nodes, channel);

    assertThat(clients).isNotEmpty().allSatisfy(client -> assertThat(client).isEqualTo(there));
  }

  private void passAll(int millis, List<Stage> nodes, Stage channel) {
    for (int i = 0; i < millis; i++) {
      now++;
      nodes.forEach(Stage::ring);
      channel.ring();
    }
  }

  private static void take(Set<String> client, PresenceChange change) {
    assertThat(change.complete()).isTrue();
    change.joined().forEach(user -> client.addAll(user.connections()));
    change.left().forEach(user -> user.connections().forEach(client::remove));
  }

  /** Something was passed on just now; what comes next is gathered. */
  private void openWindow() {
    batches.joined("room:1", "first", "alice");
    told.clear();
  }

  private static PresenceChange joined(String user, String connection) {
    return change(List.of(present(user, connection)), List.of(), true);
  }

  private static PresenceChange change(List<Present> joined, List<Present> left, boolean complete) {
    return new PresenceChange("room:1", joined, left, complete);
  }

  private static Present present(String user, String connection) {
    return new Present(user, List.of(connection));
  }

  private void pass(int millis) {
    for (int i = 0; i < millis; i++) {
      now++;
      stage.ring();
    }
  }
}
