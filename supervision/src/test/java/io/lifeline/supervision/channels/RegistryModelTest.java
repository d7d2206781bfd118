package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Subscriber;
import io.lifeline.connection.compression.Deflation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations on the registry against maps of sets that do the same in the plainest way. */
class RegistryModelTest {
  private static final int STEPS = 3000;
  private static final int MAX_CHANNELS = 12;
  private static final int MAX_CHANNELS_OF_CONNECTION = 6;

  private final FakeDialect dialect = new FakeDialect("d");
  private final List<String> emptied = new ArrayList<>();
  private final Registry registry =
      new Registry(MAX_CHANNELS, MAX_CHANNELS_OF_CONNECTION, new Noted());

  /** Who hears what, by what the registry has said of it. */
  private final Map<String, Set<String>> told = new HashMap<>();

  private final class Noted implements Registry.Listener {
    @Override
    public void joined(Member member, String channel) {
      assertThat(told.computeIfAbsent(channel, fresh -> new TreeSet<>()).add(member.id.value()))
          .isTrue();
    }

    @Override
    public void left(Member member, String channel) {
      assertThat(told.getOrDefault(channel, Set.of()).remove(member.id.value())).isTrue();
    }

    @Override
    public void emptied(String channel) {
      emptied.add(channel);
    }
  }

  private final Map<String, Member> members = new HashMap<>();
  private final Map<String, String> users = new HashMap<>();
  private final Map<String, Set<String>> channels = new HashMap<>();
  private final Map<String, Set<String>> waiting = new HashMap<>();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void registryAgreesWithNaiveMaps(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int step = 0; step < STEPS; step++) {
      String id = "c" + random.nextInt(40);
      switch (random.nextInt(11)) {
        case 0, 1 -> register(id, "u" + random.nextInt(8));
        case 2, 3, 4 -> join(id, "ch" + random.nextInt(16));
        case 8, 9, 10 -> goLive(id, "ch" + random.nextInt(16));
        case 5, 6 -> leave(id, "ch" + random.nextInt(16));
        default -> remove(id);
      }
      compare(step);
    }
    List.copyOf(members.keySet()).forEach(this::remove);
    compare(STEPS);
    assertThat(registry.channels()).isZero();
    assertThat(registry.subscriptions()).isZero();
  }

  private void register(String id, String user) {
    Member member =
        registry.register(
            new Subscriber(
                new ConnectionId(id),
                user,
                dialect,
                Deflation.NONE,
                TestInbox.<io.lifeline.connection.ConnectionActor.Command>create().getRef(),
                TestInbox.<io.lifeline.connection.Writer.Command>create().getRef()));
    assertThat(member == null).isEqualTo(members.containsKey(id));
    if (member != null) {
      members.put(id, member);
      users.put(id, user);
      assertThat(registry.isWaiting(member, "#" + user)).isTrue();
      registry.goLive(member, "#" + user);
    }
  }

  private void join(String id, String channel) {
    Member member = members.get(id);
    if (member == null) {
      return;
    }
    Registry.Joining expected;
    long own = channels.values().stream().filter(set -> set.contains(id)).count();
    if (channels.getOrDefault(channel, Set.of()).contains(id)) {
      expected = Registry.Joining.ALREADY_JOINED;
    } else if (own >= MAX_CHANNELS_OF_CONNECTION) {
      expected = Registry.Joining.NO_ROOM_IN_CONNECTION;
    } else if (!channels.containsKey(channel) && channels.size() >= MAX_CHANNELS) {
      expected = Registry.Joining.NO_ROOM_ON_NODE;
    } else {
      expected = Registry.Joining.JOINED;
      channels.computeIfAbsent(channel, c -> new HashSet<>()).add(id);
      waiting.computeIfAbsent(channel, c -> new HashSet<>()).add(id);
    }
    assertThat(registry.join(member, channel)).isEqualTo(expected);
  }

  private void goLive(String id, String channel) {
    Member member = members.get(id);
    if (member != null) {
      assertThat(registry.isWaiting(member, channel)).isEqualTo(waits(id, channel));
      registry.goLive(member, channel);
      waiting.getOrDefault(channel, new HashSet<>()).remove(id);
    }
  }

  private boolean waits(String id, String channel) {
    return waiting.getOrDefault(channel, Set.of()).contains(id);
  }

  private void leave(String id, String channel) {
    Member member = members.get(id);
    if (member == null) {
      return;
    }
    Set<String> set = channels.getOrDefault(channel, new HashSet<>());
    boolean wasLast = set.equals(Set.of(id));
    emptied.clear();
    assertThat(registry.leave(member, channel)).isEqualTo(set.remove(id));
    assertThat(emptied).isEqualTo(wasLast ? List.of(channel) : List.of());
    channels.values().removeIf(Set::isEmpty);
    waiting.getOrDefault(channel, new HashSet<>()).remove(id);
  }

  private void remove(String id) {
    Member member = members.remove(id);
    if (member == null) {
      return;
    }
    emptied.clear();
    registry.remove(member);
    String user = users.remove(id);
    assertThat(emptied.contains("#" + user)).isEqualTo(!users.containsValue(user));
    waiting.values().forEach(set -> set.remove(id));
    channels.values().forEach(set -> set.remove(id));
    channels.values().removeIf(Set::isEmpty);
  }

  private void compare(int step) {
    Set<String> distinctUsers = new TreeSet<>(users.values());
    assertThat(registry.connections()).as("step %s", step).isEqualTo(members.size());
    assertThat(registry.users()).as("step %s", step).isEqualTo(distinctUsers.size());
    assertThat(registry.channels()).isEqualTo(channels.size() + distinctUsers.size());
    assertThat(registry.subscriptions())
        .isEqualTo(channels.values().stream().mapToInt(Set::size).sum() + members.size());
    for (int i = 0; i < 16; i++) {
      String channel = "ch" + i;
      assertThat(subscribers(channel))
          .as("step %s, channel %s", step, channel)
          .containsExactlyInAnyOrderElementsOf(
              channels.getOrDefault(channel, Set.of()).stream()
                  .filter(id -> !waits(id, channel))
                  .toList());
      assertThat(told.getOrDefault(channel, Set.of()))
          .as("told of, step %s, channel %s", step, channel)
          .containsExactlyInAnyOrderElementsOf(subscribers(channel));
    }
    for (int i = 0; i < 8; i++) {
      String user = "u" + i;
      assertThat(subscribers("#" + user))
          .as("step %s, user %s", step, user)
          .containsExactlyInAnyOrderElementsOf(
              users.keySet().stream().filter(id -> user.equals(users.get(id))).toList());
    }
  }

  private List<String> subscribers(String channel) {
    List<String> ids = new ArrayList<>();
    registry.forEachSubscriber(channel, member -> ids.add(member.id.value()));
    return ids;
  }
}
