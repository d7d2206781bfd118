package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Position;
import io.lifeline.connection.PresenceChange;
import io.lifeline.connection.Present;
import io.lifeline.supervision.MovableClock;
import io.lifeline.telemetry.Metric;
import io.lifeline.telemetry.RecordingEventSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One entity, with probes for the hubs that follow it, its publishers and its shard. */
class ChannelLogTest {
  private static final Duration SHORTLY = Duration.ofMillis(50);
  private static final Duration WHILE_EMPTY = Duration.ofSeconds(30);

  private final ActorTestKit kit = ActorTestKit.create(ManualTime.config());
  private final ManualTime time = ManualTime.get(kit.system());
  private final MovableClock clock = new MovableClock();
  private final RecordingEventSink events = new RecordingEventSink();
  private final ChannelKeeping keeping =
      new ChannelKeeping(
          new ChannelSettings(
              10,
              false,
              new ChannelSettings.Publishing(1 << 20, 5, 100, 50),
              new ChannelSettings.Memory(
                  2, Duration.ofMinutes(10), 1 << 20, 10, Duration.ofMinutes(5)),
              TestNamespaces.withPresence(),
              TestNamespaces.replica()),
          clock,
          events,
          "life");
  private final TestProbe<ClusterSharding.ShardCommand> shard = kit.createTestProbe();
  private final TestProbe<AppendAnswer> publisher = kit.createTestProbe();
  private final TestProbe<ChannelEvent> hub = kit.createTestProbe();
  private final TestProbe<ChannelEvent> otherHub = kit.createTestProbe();
  private final ActorRef<ChannelLog.Command> entity = entity();

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void messageGoesOnceToEachNodeThatFollows() {
    attach("news", hub);
    attach("news", hub);
    attach("news", otherHub);

    assertThat(append("news", "1").nodes()).isEqualTo(2);

    assertThat(appended(hub).offset()).isEqualTo(1);
    assertThat(appended(otherHub).json()).isEqualTo(ByteString.fromString("1"));
    hub.expectNoMessage(SHORTLY);
    assertThat(events.value(Metric.PUBLISHED)).isEqualTo(1);
  }

  @Test
  void nodeThatHasLeftOrDiedGetsNothing() {
    attach("news", hub);
    attach("news", otherHub);

    entity.tell(new ChannelLog.Detach("news", hub.getRef()));
    otherHub.stop();

    publisher.awaitAssert(
        () -> {
          assertThat(append("news", "1").nodes()).isZero();
          return null;
        });
    hub.expectNoMessage(SHORTLY);
  }

  @Test
  void followerWithAPositionGetsWhatItHasMissed() {
    Position first = append("news", "1").position();
    append("news", "2");
    append("news", "3");

    entity.tell(new ChannelLog.Attach("news", first, 7, hub.getRef()));

    ChannelEvent.Attached attached = hub.expectMessageClass(ChannelEvent.Attached.class);
    assertThat(attached.attempt()).isEqualTo(7);
    assertThat(attached.recovered()).isTrue();
    assertThat(attached.last()).isTrue();
    assertThat(attached.head().offset()).isEqualTo(3);
    assertThat(attached.missed()).extracting(ChannelEvent.Earlier::offset).containsExactly(2L, 3L);
    assertThat(attached.entity()).isEqualTo(entity);
  }

  @Test
  void longHistoryComesInPiecesThatFitBetweenNodes() {
    attach("news", hub);
    Position first = append("news", "1").position();
    for (int i = 0; i < 9; i++) {
      append("news", "x".repeat(13_000));
    }
    for (int i = 0; i < 10; i++) {
      appended(hub);
    }

    entity.tell(new ChannelLog.Recover("news", first, 3, hub.getRef()));

    List<Long> offsets = new ArrayList<>();
    int pieces = 0;
    ChannelEvent.Recovered piece;
    do {
      piece = hub.expectMessageClass(ChannelEvent.Recovered.class);
      pieces++;
      int bytes = piece.missed().stream().mapToInt(message -> message.json().size()).sum();
      assertThat(bytes).isLessThanOrEqualTo(96 << 10);
      piece.missed().forEach(message -> offsets.add(message.offset()));
    } while (!piece.last());
    assertThat(offsets).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(pieces).isEqualTo(2);
  }

  @Test
  void quietChannelTellsWhereItStandsSoThatALostMessageShows() {
    attach("news", hub);
    append("news", "1");
    appended(hub);

    time.timePasses(Duration.ofSeconds(1));

    ChannelEvent.StandsAt standsAt = hub.expectMessageClass(ChannelEvent.StandsAt.class);
    assertThat(standsAt.offset()).isEqualTo(1);
    time.timePasses(Duration.ofSeconds(5));
    hub.expectNoMessage(SHORTLY);
  }

  @Test
  void repetitionIsKnownByItsKey() {
    attach("news", hub);

    Position first = append("news", "1", "key").position();
    AppendAnswer.Done again = append("news", "1", "key");

    assertThat(again.position()).isEqualTo(first);
    assertThat(again.nodes()).isZero();
    appended(hub);
    hub.expectNoMessage(SHORTLY);
    clock.pass(Duration.ofMinutes(6));
    assertThat(append("news", "1", "key").position().offset()).isEqualTo(2);
  }

  @Test
  void whatNobodyFollowsIsForgottenInTimeAndThenPassivates() {
    append("news", "1");
    time.timePasses(Duration.ofSeconds(1));
    shard.expectNoMessage(SHORTLY);

    clock.pass(Duration.ofMinutes(10));
    time.timePasses(Duration.ofMinutes(10));

    awaitDone(entity);
    time.timePasses(WHILE_EMPTY);
    shard.expectMessageClass(ClusterSharding.Passivate.class);
    assertThat(keeping.budget.used()).isZero();
    assertThat(keeping.unfollowed.size()).isZero();
  }

  @Test
  void channelThatIsFollowedStaysHoweverOldItsMessagesAre() {
    attach("news", hub);
    append("news", "1");
    appended(hub);
    time.timePasses(Duration.ofSeconds(1));
    hub.expectMessageClass(ChannelEvent.StandsAt.class);

    clock.pass(Duration.ofHours(2));
    time.timePasses(Duration.ofHours(2));

    shard.expectNoMessage(SHORTLY);
    assertThat(keeping.budget.used()).isZero();
    assertThat(append("news", "2").position().offset()).isEqualTo(2);
  }

  @Test
  void entityThatIsFollowedByNobodyAndHasNothingToRememberGoesAfterAWhile() {
    attach("news", hub);

    entity.tell(new ChannelLog.Detach("news", hub.getRef()));
    awaitDone(entity);

    shard.expectNoMessage(SHORTLY);
    time.timePasses(WHILE_EMPTY);
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void whoComesBackSoonFindsTheChannelInTheEpochThatWasKnown() {
    Position before = attach("news", hub);
    entity.tell(new ChannelLog.Detach("news", hub.getRef()));
    awaitDone(entity);

    time.timePasses(WHILE_EMPTY.minusSeconds(1));
    Position after = attach("news", otherHub);

    assertThat(after).isEqualTo(before);
    time.timePasses(WHILE_EMPTY);
    shard.expectNoMessage(SHORTLY);
  }

  @Test
  void entityThatWasNeededMeanwhileStaysForAsLongAgain() {
    attach("news", hub);
    entity.tell(new ChannelLog.Detach("news", hub.getRef()));
    awaitDone(entity);
    time.timePasses(WHILE_EMPTY.minusSeconds(1));
    attach("news", hub);
    entity.tell(new ChannelLog.Detach("news", hub.getRef()));
    awaitDone(entity);

    time.timePasses(WHILE_EMPTY.minusSeconds(1));
    shard.expectNoMessage(SHORTLY);

    time.timePasses(WHILE_EMPTY);
    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  @Test
  void beyondTheLimitTheOneThatIsLongestUnusedIsForgotten() {
    ActorRef<ChannelLog.Command> second = entity();
    ActorRef<ChannelLog.Command> third = entity();
    append(entity, "a", "1", "");
    awaitDone(entity); // the publisher is answered before it counts as used
    append(second, "b", "1", "");
    awaitDone(second);
    append(entity, "a", "2", "");
    awaitDone(entity);
    append(third, "c", "1", "");

    awaitDone(third);
    awaitDone(second);
    time.timePasses(WHILE_EMPTY);
    shard.expectMessage(new ClusterSharding.Passivate<>(second));
    assertThat(append(entity, "a", "3", "").position().offset()).isEqualTo(3);
  }

  @Test
  void usersChannelsShareAnEntityAndNothingElse() {
    attach("#alice", hub);
    attach("#bob", otherHub);

    append("#alice", "1");
    append("#alice", "2");
    Position bob = append("#bob", "3").position();

    assertThat(bob.offset()).isEqualTo(1);
    assertThat(appended(hub).channel()).isEqualTo("#alice");
    assertThat(appended(otherHub).channel()).isEqualTo("#bob");
  }

  @Test
  void usersChannelThatWasForgottenBeginsANewEpoch() {
    Position before = append("#alice", "1").position();
    attach("#bob", hub);

    entity.tell(new ChannelLog.Forget("#alice"));

    Position after = append("#alice", "2").position();
    assertThat(after.offset()).isEqualTo(1);
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
  }

  @Test
  void whatSeveralNodesTellOfPresenceBehindTheFirstIsOneMessageToEachNodeThatFollows() {
    attach("room:1", hub);
    attach("room:1", otherHub);
    entity.tell(new ChannelLog.TellPresence(joined("room:1", "first", "c0")));
    hub.expectMessage(new ChannelEvent.PresenceChanged(joined("room:1", "first", "c0")));
    otherHub.expectMessageClass(ChannelEvent.PresenceChanged.class);

    entity.tell(new ChannelLog.TellPresence(joined("room:1", "alice", "c1")));
    entity.tell(new ChannelLog.TellPresence(joined("room:1", "bob", "c2")));
    awaitDone(entity);
    hub.expectNoMessage(SHORTLY);
    pass(Duration.ofMillis(25));

    ChannelEvent.PresenceChanged told = hub.expectMessageClass(ChannelEvent.PresenceChanged.class);
    assertThat(told.change().joined()).extracting(Present::user).containsExactly("alice", "bob");
    assertThat(told.change().complete()).isTrue();
    otherHub.expectMessage(told);
    pass(Duration.ofSeconds(2));
    hub.expectNoMessage(SHORTLY);
  }

  @Test
  void nodesThatFollowAreToldThatWhoWasOnALostNodeIsUnknown() {
    attach("room:1", hub);
    attach("room:1", otherHub);
    attach("news", hub);
    attach("news", otherHub);

    otherHub.stop();

    ChannelEvent.PresenceChanged told = hub.expectMessageClass(ChannelEvent.PresenceChanged.class);
    assertThat(told.change()).isEqualTo(PresenceChange.unknown("room:1"));
    pass(Duration.ofSeconds(2));
    hub.expectNoMessage(SHORTLY);
  }

  @Test
  void whatIsToldOfAChannelThatNobodyFollowsLeavesNothingBehind() {
    entity.tell(new ChannelLog.TellPresence(joined("room:1", "alice", "c1")));
    awaitDone(entity);

    time.timePasses(WHILE_EMPTY);

    shard.expectMessageClass(ClusterSharding.Passivate.class);
  }

  private static PresenceChange joined(String channel, String user, String connection) {
    Present present = new Present(user, List.of(connection));
    return new PresenceChange(channel, List.of(present), List.of(), true);
  }

  private void pass(Duration duration) {
    clock.pass(duration);
    time.timePasses(duration);
  }

  private ActorRef<ChannelLog.Command> entity() {
    return kit.spawn(ChannelLog.create(keeping, shard.getRef()));
  }

  private Position attach(String channel, TestProbe<ChannelEvent> node) {
    entity.tell(new ChannelLog.Attach(channel, null, 1, node.getRef()));
    return node.expectMessageClass(ChannelEvent.Attached.class).head();
  }

  /** Until it has dealt with all that it was told. */
  private void awaitDone(ActorRef<ChannelLog.Command> told) {
    told.tell(new ChannelLog.Knock("", 1, publisher.getRef()));
    publisher.expectMessageClass(AppendAnswer.Done.class);
  }

  private AppendAnswer.Done append(String channel, String json) {
    return append(channel, json, "");
  }

  private AppendAnswer.Done append(String channel, String json, String key) {
    return append(entity, channel, json, key);
  }

  private AppendAnswer.Done append(
      ActorRef<ChannelLog.Command> to, String channel, String json, String key) {
    to.tell(
        new ChannelLog.Append(channel, ByteString.fromString(json), key, 0, 1, publisher.getRef()));
    return publisher.expectMessageClass(AppendAnswer.Done.class);
  }

  private static ChannelEvent.Appended appended(TestProbe<ChannelEvent> node) {
    return node.expectMessageClass(ChannelEvent.Appended.class);
  }
}
