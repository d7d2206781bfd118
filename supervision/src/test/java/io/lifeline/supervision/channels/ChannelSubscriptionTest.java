package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.ChannelOutcome.Recovery;
import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.ConnectionId;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Position;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How connections come into channels and out of them, and get what they missed. */
class ChannelSubscriptionTest extends OneNodeOfChannels {
  @Test
  void joiningAndLeavingAreAnsweredAndTakeEffect() {
    Peer alice = open("alice");

    assertThat(join(alice, "news")).isEqualTo("news 0 NOT_ASKED");
    publish("news");
    alice.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(join(alice, "news")).isEqualTo("rejected 105");
    assertThat(leave(alice, "news")).isEqualTo("left news");
    assertThat(publish("news")).satisfies(published(2, 0));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void limitsAndNamesOfChannelsAreChecked() {
    Peer alice = open("alice", "1", "2", "3");
    Peer bob = open("bob", "4");

    assertThat(join(alice, "4")).isEqualTo("rejected 106");
    assertThat(join(bob, "5")).isEqualTo("rejected 106");
    assertThat(join(bob, "1")).isEqualTo("1 0 NOT_ASKED");
    assertThat(join(bob, "#alice")).isEqualTo("rejected 103");
    assertThat(leave(bob, "#bob")).isEqualTo("rejected 103");
    assertThat(join(bob, "no name")).isEqualTo("rejected 107");
    assertThat(join(new Peer(new ConnectionId("nobody"), bob.connection(), bob.writer()), "1"))
        .isEqualTo("rejected 100");
  }

  @Test
  void connectionThatCannotHaveItsFirstChannelsEnds() {
    open("alice", "1", "2", "3");
    open("bob", "4");

    Peer late = register("carol", dialect, Deflation.NONE, wanted("5"));

    Ending ending = late.connection().expectMessageClass(ConnectionActor.End.class).ending();
    assertThat(ending.reason()).isEqualTo(CloseReason.REFUSED);
    assertThat(ending.code()).isEqualTo(1013);
  }

  @Test
  void connectionHearsItsOwnPublicationOnceItsSubscriptionIsAnswered() {
    Peer alice = open("alice");
    join(alice, "chat");

    channels()
        .tell(
            new ChannelRequest.Publish(
                alice.id(), "chat", DATA, "", 2, alice.connection().getRef().narrow()));

    alice.writer().expectMessageClass(Writer.Deliver.class);
    ConnectionActor.ChannelAnswered answered =
        alice.connection().expectMessageClass(ConnectionActor.ChannelAnswered.class);
    assertThat(answered.requestId()).isEqualTo(2);
    assertThat(((ChannelOutcome.Published) answered.outcome()).offset()).isEqualTo(1);
  }

  @Test
  void greetingSaysWhereTheChannelsStand() {
    publish("news");
    publish("news");

    Peer alice = register("alice", dialect, Deflation.NONE, wanted("news"), wanted("alerts"));

    assertThat(greeted(alice))
        .isEqualTo(
            "hello [news, alerts] [#alice 0 NOT_ASKED, alerts 0 NOT_ASKED, news 2 NOT_ASKED]");
    alice.connection().expectMessage(new ConnectionActor.Greeted(List.of("news", "alerts")));
  }

  @Test
  void whoHasMissedNothingIsToldSoInItsGreeting() {
    Position news = position(publish("news"));
    Position own = position(pushToAlice());

    Peer alice =
        register(
            "alice",
            dialect,
            Deflation.NONE,
            new ChannelRequest.Wanted("news", news),
            new ChannelRequest.Wanted("#alice", own));

    assertThat(greeted(alice)).isEqualTo("hello [news] [#alice 1 RECOVERED, news 1 RECOVERED]");
    assertThat(events.value(Metric.RECOVERIES, "recovered")).isEqualTo(2);
  }

  @Test
  void whoHasMissedSomethingGetsItBehindItsAnswerAndBeforeWhatIsNew() {
    Position first = position(publish("news"));
    publish("news", "2");
    publish("news", "3");

    Peer alice =
        register("alice", dialect, Deflation.NONE, new ChannelRequest.Wanted("news", first));
    assertThat(greeted(alice)).isEqualTo("hello [news] [#alice 0 NOT_ASKED]");
    assertThat(said(alice)).isEqualTo("0 news 3 RECOVERED");
    publish("news", "4");

    assertThat(heard(alice)).isEqualTo("one:2");
    assertThat(heard(alice)).isEqualTo("one:3");
    assertThat(heard(alice)).isEqualTo("one:4");
  }

  @Test
  void joinSinceAPositionRecoversOrSaysThatItDoesNot() {
    Position first = position(publish("news"));
    publish("news", "2");
    Peer alice = open("alice");
    Peer bob = open("bob");

    assertThat(join(alice, "news", first)).isEqualTo("news 2 RECOVERED");
    assertThat(heard(alice)).isEqualTo("one:2");
    assertThat(join(bob, "news", new Position("other", 1))).isEqualTo("news 2 NOT_RECOVERED");
    publish("news", "3");
    assertThat(heard(alice)).isEqualTo("one:3");
    assertThat(heard(bob)).isEqualTo("one:3");
    assertThat(events.value(Metric.RECOVERIES, "recovered")).isEqualTo(1);
    assertThat(events.value(Metric.RECOVERIES, "lost")).isEqualTo(1);
  }

  @Test
  void missedMessagesOfAUserComeAsWell() {
    Position first = position(pushToAlice());
    pushToAlice();

    Peer alice =
        register("alice", dialect, Deflation.NONE, new ChannelRequest.Wanted("#alice", first));

    assertThat(greeted(alice)).isEqualTo("hello [] []");
    assertThat(said(alice)).isEqualTo("0 #alice 2 RECOVERED");
    assertThat(heard(alice)).isEqualTo("one:{\"n\":1}");
  }

  @Test
  void movedChannelResetsItsSubscribersAndGoesOn() {
    Peer alice = open("alice", "news");
    Peer bob = open("bob");
    publish("news");
    heard(alice);

    entities.move("news");

    assertThat(said(alice)).isEqualTo("reset news 0");
    assertThat(events.value(Metric.RESETS)).isEqualTo(1);
    assertThat(publish("news", "5")).satisfies(published(1, 1));
    assertThat(heard(alice)).isEqualTo("one:5");
    entities.move("#alice");
    assertThat(said(alice)).isEqualTo("reset #alice 0");
    pushToAlice();
    assertThat(heard(alice)).isEqualTo("one:{\"n\":1}");
    bob.writer().expectNoMessage(Duration.ofMillis(50));
  }

  private String join(Peer peer, String channel) {
    return join(peer, channel, null);
  }

  private String join(Peer peer, String channel, @Nullable Position since) {
    channels()
        .tell(
            new ChannelRequest.Join(
                peer.id(),
                new ChannelRequest.Wanted(channel, since),
                7,
                peer.connection().getRef().narrow()));
    String outcome = outcome(peer);
    if (!outcome.startsWith("rejected")) {
      assertThat(said(peer)).isEqualTo("7 " + outcome);
    }
    return outcome;
  }

  private String leave(Peer peer, String channel) {
    channels()
        .tell(new ChannelRequest.Leave(peer.id(), channel, 7, peer.connection().getRef().narrow()));
    return outcome(peer);
  }

  /** The outcome of request 7 in short. */
  private static String outcome(Peer peer) {
    ConnectionActor.Command answer = peer.connection().receiveMessage();
    if (answer instanceof ConnectionActor.ChannelAnswered answered) {
      assertThat(answered.requestId()).isEqualTo(7);
      return "rejected " + ((ChannelOutcome.Rejected) answered.outcome()).code();
    }
    ConnectionActor.SubscriptionChanged changed = (ConnectionActor.SubscriptionChanged) answer;
    assertThat(changed.requestId()).isEqualTo(7);
    if (changed.outcome() instanceof ChannelOutcome.Left left) {
      return "left " + left.channel();
    }
    ChannelOutcome.Joined joined = (ChannelOutcome.Joined) changed.outcome();
    Recovery recovery = joined.recovery();
    return joined.channel() + " " + joined.position().offset() + " " + recovery;
  }
}
