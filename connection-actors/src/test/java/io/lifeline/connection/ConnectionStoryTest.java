package io.lifeline.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.telemetry.actortree.LivingBehaviors;
import io.lifeline.telemetry.timeline.Moment;
import io.lifeline.telemetry.timeline.Storied;
import io.lifeline.telemetry.timeline.Story;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What a connection tells of itself while it lives, and what is left of it in the stories. */
class ConnectionStoryTest extends ConnectionFixture {
  @Test
  void silentPeerIsAStoryOfTrouble() {
    node.configuration =
        "lifeline.connection.heartbeat { interval = 10s, answer-within = 2s, failures = 2 }";
    FakeNode.Opened opened = open();

    pass(Duration.ofSeconds(10 + 2 * 2));
    passUntilGone(opened.connection(), Duration.ofSeconds(10)); // at once if the close frame fits
    expectEnd(opened.connection(), CloseReason.SILENT_PEER);

    Story story = node.stories.find("c1").orElseThrow();
    assertThat(labels(story))
        .containsExactly("opening", "active", "missed beat", "missed beat", "closing");
    assertThat(story.course().missedInARow()).isEqualTo(2);
    assertThat(story.end()).isEqualTo(new Story.End("silent_peer", true, null));
    assertThat(node.stories.troubled()).containsExactly(story);
  }

  @Test
  void slowConsumerTellsHowMuchWaited() {
    node.configuration = "lifeline.connection.outbound.limit = 4KiB";
    FakeNode.Opened opened = open();
    ByteString kilobyte = FrameEncoder.text(ByteString.fromString("x".repeat(1000)));

    for (int i = 0; i < 64; i++) {
      opened.writer().tell(new Writer.Deliver("news", kilobyte));
    }
    passUntilGone(opened.connection(), Duration.ofSeconds(10));

    Story story = node.stories.find("c1").orElseThrow();
    assertThat(story.end()).isEqualTo(new Story.End("slow_consumer", true, null));
    assertThat(story.course().queue().bytes()).isZero();
    assertThat(story.course().queue().mostBytes()).isBetween(2_000L, 4_096L);
    assertThat(story.course().queue().mostFrames()).isBetween(2L, 3L);
  }

  @Test
  void livingOneIsReadWithoutAQuestion() {
    FakeNode.Opened opened = open();
    opened.connection().tell(new ConnectionActor.BeatReport(0, 3_000_000));
    eventually(() -> assertThat(living(opened.connection()).course().answered()).isEqualTo(1));

    Story story = living(opened.connection());

    assertThat(labels(story)).containsExactly("opening", "active");
    assertThat(story.state()).isEqualTo("active");
    assertThat(story.who().user()).isEqualTo("alice");
    assertThat(story.who().dialect()).isEqualTo("plain");
    assertThat(story.traffic().channels()).containsExactly("news");
    assertThat(story.end()).isNull();
    assertThat(story.isTroubled()).isFalse();
    assertThat(story.course().roundTrips())
        .singleElement()
        .satisfies(time -> assertThat(time.toNanos() / 1_000).isBetween(2_990L, 3_000L));
  }

  @Test
  void answerAfterMissedBeatsIsPartOfTheStory() {
    FakeNode.Opened opened = open();
    opened.connection().tell(new ConnectionActor.BeatReport(1, -1));
    opened.connection().tell(new ConnectionActor.BeatReport(0, -1));

    eventually(
        () ->
            assertThat(labels(living(opened.connection())))
                .containsExactly("opening", "active", "missed beat", "answered again"));
    assertThat(living(opened.connection()).course().missedInARow()).isZero();
    assertThat(living(opened.connection()).isTroubled()).isTrue();
  }

  @Test
  void orderlyEndIsAnOrdinaryStory() {
    FakeNode.Opened opened = open();
    peer.sendsFrame(0x88, ByteString.emptyByteString());
    peer.readsFrame();
    expectEnd(opened.connection(), CloseReason.PEER_CLOSED);

    assertThat(node.stories.troubled()).isEmpty();
    assertThat(node.stories.ordinary())
        .singleElement()
        .satisfies(
            story -> assertThat(story.end()).isEqualTo(new Story.End("peer_closed", false, null)));
  }

  @Test
  void httpAndWhoSaysNothingLeaveNoStory() {
    ActorRef<ConnectionActor.Command> http = node.connect(peer);
    peer.sends("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.readsHead();
    assertThat(labels(living(http))).containsExactly("opening", "http");
    peer.ends();
    expectEnd(http, CloseReason.HTTP_ENDED);

    peer = new FakePeer(kit.system());
    ActorRef<ConnectionActor.Command> probe = node.connect(peer);
    peer.ends();
    expectEnd(probe, CloseReason.PEER_ENDED);

    assertThat(node.stories.ordinary()).isEmpty();
    assertThat(node.stories.troubled()).isEmpty();
  }

  @Test
  void handshakeThatFailsIsAStoryButNotOneOfTrouble() {
    ActorRef<ConnectionActor.Command> connection = node.connect(peer);
    peer.sends("GET /ws HTTP/1.1\r\nno colon here\r\n\r\n");
    peer.readsHead();
    passUntilGone(connection, Duration.ofSeconds(5));

    assertThat(node.stories.troubled()).isEmpty();
    assertThat(node.stories.find("c1").orElseThrow().end())
        .isEqualTo(new Story.End("handshake_malformed", true, null));
  }

  private FakeNode.Opened open() {
    FakeNode.Opened opened = node.open(peer);
    peer.readsHead();
    peer.readsFrame();
    inspected = opened.connection();
    return opened;
  }

  private Story living(ActorRef<ConnectionActor.Command> connection) {
    return LivingBehaviors.at(
            kit.system(), connection.path().toStringWithoutAddress(), Storied.class)
        .orElseThrow()
        .behavior()
        .story();
  }

  private static List<String> labels(Story story) {
    return story.course().moments().stream().map(Moment::what).map(what -> what.label()).toList();
  }
}
