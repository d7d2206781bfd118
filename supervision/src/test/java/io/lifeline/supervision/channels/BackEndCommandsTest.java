package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What back ends may do beside publishing. */
class BackEndCommandsTest extends OneNodeOfChannels {
  private final TestProbe<GatewayCommand.DisconnectReply> disconnecter = kit.createTestProbe();

  @Test
  void disconnectEndsEveryConnectionOfAUserOrOneOfThem() {
    Ending kick = new Ending(CloseReason.KICKED, 3503, "bye");
    Peer phone = open("alice");
    Peer laptop = open("alice");
    Peer bob = open("bob");

    gateway.tell(new GatewayCommand.DisconnectUser("alice", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(2));
    phone.connection().expectMessage(new ConnectionActor.End(kick));
    laptop.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(bob.id().value(), kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    bob.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(new GatewayCommand.DisconnectConnection("none", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(0));
  }

  @Test
  void disconnectSparesWhoIsExceptedAndWhoIsAnotherUsers() {
    Ending kick = Ending.of(CloseReason.KICKED);
    Peer phone = open("alice");
    Peer laptop = open("alice");

    gateway.tell(
        new GatewayCommand.DisconnectUser(
            "alice", Set.of(laptop.id().value()), kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    phone.connection().expectMessage(new ConnectionActor.End(kick));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(
            laptop.id().value(), "bob", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(0));
    laptop.connection().expectNoMessage(Duration.ofMillis(50));

    gateway.tell(
        new GatewayCommand.DisconnectConnection(
            laptop.id().value(), "alice", kick, disconnecter.getRef()));
    disconnecter.expectMessage(new GatewayCommand.DisconnectReply(1));
    laptop.connection().expectMessage(new ConnectionActor.End(kick));
  }

  @Test
  void backEndLetsAUserIntoAChannelAndOutOfIt() {
    Peer phone = open("alice");
    Peer laptop = open("alice", "news");
    TestProbe<GatewayCommand.SubscriptionReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.SubscribeUser("alice", "news", asker.getRef()));

    asker.expectMessage(new GatewayCommand.SubscriptionReply(1));
    assertThat(said(phone)).isEqualTo("0 news 0 NOT_ASKED");
    phone.connection().expectMessageClass(ConnectionActor.SubscriptionChanged.class);
    publish("news");
    heard(phone);
    heard(laptop);
    gateway.tell(new GatewayCommand.UnsubscribeUser("alice", "news", asker.getRef()));
    asker.expectMessage(new GatewayCommand.SubscriptionReply(2));
    assertThat(publish("news")).satisfies(published(2, 0));
    gateway.tell(new GatewayCommand.SubscribeUser("alice", "#bob", asker.getRef()));
    asker.expectMessage(new GatewayCommand.SubscriptionReply(0));
  }

  @Test
  void presenceNamesAndCountsWhoHearsAChannel() {
    open("alice", "news");
    open("alice", "news");
    open("bob", "news");
    open("carol");

    GatewayCommand.PresenceReply all = presence("news", 10);
    assertThat(all.connections()).isEqualTo(3);
    assertThat(all.users()).isEqualTo(2);
    assertThat(all.present().stream().flatMap(user -> user.connections().stream()).sorted())
        .containsExactly("c1", "c2", "c3");
    assertThat(presence("news", 1).present()).hasSize(1);
    assertThat(presence("news", 0).connections()).isEqualTo(3);
    assertThat(presence("#carol", 10).users()).isEqualTo(1);
  }

  @Test
  void channelsWithSubscribersAreNamed() {
    open("alice", "chat:1", "chat:2", "news");
    open("bob", "chat:1");
    TestProbe<GatewayCommand.ChannelsReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.Channels("chat:*", 10, asker.getRef()));
    assertThat(asker.receiveMessage().channels())
        .containsOnly(entry("chat:1", 2), entry("chat:2", 1));
    gateway.tell(new GatewayCommand.Channels("", 10, asker.getRef()));
    assertThat(asker.receiveMessage().channels()).hasSize(3);
    gateway.tell(new GatewayCommand.Channels("", 1, asker.getRef()));
    assertThat(asker.receiveMessage().channels()).hasSize(1);
  }

  @Test
  void historyIsReadForwardsBackwardsAndSinceAPosition() {
    Position first = position(publish("news", "1"));
    publish("news", "2");
    publish("news", "3");

    assertThat(offsets(history(null, 10, false))).containsExactly(1L, 2L, 3L);
    assertThat(offsets(history(null, 2, true))).containsExactly(3L, 2L);
    assertThat(offsets(history(first, 1, false))).containsExactly(2L);
    assertThat(history(null, 0, false))
        .isEqualTo(new GatewayCommand.Messages(new Position(first.epoch(), 3), List.of()));
    assertThat(history(new Position("other", 1), 1, false))
        .isEqualTo(new GatewayCommand.NoHistory(112, "unrecoverable position"));
  }

  @Test
  void removedHistoryLeavesThePosition() {
    Position first = position(publish("news", "1"));
    TestProbe<GatewayCommand.HistoryReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.RemoveHistory("news", asker.getRef()));

    asker.expectMessage(new GatewayCommand.Messages(first, List.of()));
    assertThat(offsets(history(null, 10, false))).isEmpty();
    assertThat(publish("news", "2")).satisfies(published(2, 0));
  }

  private GatewayCommand.PresenceReply presence(String channel, int limit) {
    TestProbe<GatewayCommand.PresenceAnswer> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.Presence(channel, limit, asker.getRef()));
    return (GatewayCommand.PresenceReply) asker.receiveMessage();
  }

  private GatewayCommand.HistoryReply history(
      @Nullable Position since, int limit, boolean reverse) {
    TestProbe<GatewayCommand.HistoryReply> asker = kit.createTestProbe();
    gateway.tell(new GatewayCommand.History("news", since, limit, reverse, asker.getRef()));
    return asker.receiveMessage();
  }

  private static List<Long> offsets(GatewayCommand.HistoryReply reply) {
    return ((GatewayCommand.Messages) reply)
        .messages().stream().map(GatewayCommand.Message::offset).toList();
  }
}
