package io.lifeline.supervision.channels;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.CloseReason;
import io.lifeline.connection.ConnectionActor;
import io.lifeline.connection.Ending;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Compression;
import io.lifeline.connection.compression.CompressionSettings;
import io.lifeline.connection.compression.Deflation;
import io.lifeline.connection.websocket.FrameEncoder;
import io.lifeline.supervision.gateway.GatewayCommand;
import io.lifeline.supervision.gateway.GatewayCommand.NotPublished;
import io.lifeline.telemetry.Metric;
import java.time.Duration;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** What publishers are answered, and what subscribers get. */
class ChannelPublishingTest extends OneNodeOfChannels {
  @Test
  void subscribersGetAPublicationAndOthersDoNot() {
    Peer alice = open("alice", "news");
    Peer bob = open("bob", "sports");

    assertThat(publish("news")).satisfies(published(1, 1));

    Writer.Deliver delivered = alice.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(delivered.channel()).isEqualTo("news");
    assertThat(delivered.frame())
        .isEqualTo(FrameEncoder.text(ByteString.fromString("one:{\"n\":1}")));
    bob.writer().expectNoMessage(Duration.ofMillis(50));
    assertThat(events.value(Metric.PUBLISHED)).isEqualTo(1);
  }

  @Test
  void publicationWithoutSubscribersGetsItsPositionAndReachesNoNode() {
    assertThat(publish("news")).satisfies(published(1, 0));
    assertThat(publish("news")).satisfies(published(2, 0));
    assertThat(dialect.encodings).isZero();
  }

  @Test
  void frameIsEncodedOnceForEachDialectAndSharedByItsReceivers() {
    FakeDialect other = new FakeDialect("two");
    Peer first = open("a", dialect, "news");
    Peer second = open("b", other, "news");
    Peer third = open("c", dialect, "news");
    Peer fourth = open("d", other, "news");

    publish("news");

    Writer.Command one = first.writer().receiveMessage();
    Writer.Command two = second.writer().receiveMessage();
    assertThat(third.writer().receiveMessage()).isSameAs(one);
    assertThat(fourth.writer().receiveMessage()).isSameAs(two);
    assertThat(((Writer.Deliver) two).frame().utf8String()).contains("two:");
    assertThat(dialect.encodings).isEqualTo(1);
    assertThat(other.encodings).isEqualTo(1);
  }

  @Test
  void publicationIsCompressedOnceForAllWhoAgreedToTheSame() {
    Compression compression = new Compression(new CompressionSettings(true, 0, 6, 0, 15), events);
    Deflation wide = compression.negotiate(List.of("permessage-deflate")).deflation();
    Deflation narrow =
        compression.negotiate(List.of("permessage-deflate; server_max_window_bits=9")).deflation();
    Peer first = open("a", dialect, wide, "news");
    Peer second = open("b", dialect, narrow, "news");
    Peer third = open("c", dialect, Deflation.NONE, "news");
    Peer fourth = open("d", dialect, wide, "news");
    Peer fifth = open("e", dialect, Deflation.NONE, "news");
    Peer sixth = open("f", dialect, narrow, "news");

    gateway.tell(
        new GatewayCommand.Publish(
            "news", ByteString.fromString('"' + "x".repeat(28) + '"'), publisher.getRef()));

    Writer.Deliver one = first.writer().expectMessageClass(Writer.Deliver.class);
    Writer.Deliver two = second.writer().expectMessageClass(Writer.Deliver.class);
    Writer.Deliver three = third.writer().expectMessageClass(Writer.Deliver.class);
    assertThat(fourth.writer().receiveMessage()).isSameAs(one);
    assertThat(sixth.writer().receiveMessage()).isSameAs(two).isNotSameAs(one);
    assertThat(fifth.writer().receiveMessage()).isSameAs(three);
    assertThat(one.frame().length()).isLessThan(20);
    assertThat(two.frame().length()).isLessThan(20);
    assertThat(three.frame().length()).isGreaterThan(30);
    assertThat(dialect.encodings).as("of the payload").isEqualTo(1);
  }

  @Test
  void pushToAUserReachesEachOfItsConnections() {
    Peer phone = open("alice", "news");
    Peer laptop = open("alice", "news");
    Peer bob = open("bob", "news");

    gateway.tell(new GatewayCommand.PushToUser("alice", DATA, publisher.getRef()));

    assertThat(publisher.receiveMessage()).satisfies(published(1, 1));
    assertThat(phone.writer().expectMessageClass(Writer.Deliver.class).channel())
        .isEqualTo("#alice");
    laptop.writer().expectMessageClass(Writer.Deliver.class);
    bob.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void badPublicationsAreTurnedDownWithTheirCode() {
    assertThat(publish("")).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("a b")).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("x".repeat(256))).isEqualTo(notPublished(107, "channel"));
    assertThat(publish("news", "\"" + "x".repeat(31) + "\""))
        .isEqualTo(new NotPublished(107, "data: 33 bytes (expected: 1..32)"));
    assertThat(publish("news", "")).isEqualTo(notPublished(107, "empty"));
    assertThat(publish("news", "1\n2")).isEqualTo(notPublished(107, "line"));
    gateway.tell(new GatewayCommand.PushToUser("", DATA, publisher.getRef()));
    assertThat(publisher.receiveMessage()).isEqualTo(notPublished(107, "user"));
    assertThat(events.value(Metric.PUBLISHED)).isZero();
  }

  @Test
  void broadcastIsAnsweredInTheOrderOfItsChannels() {
    open("alice", "b");
    TestProbe<GatewayCommand.BroadcastReply> asker = kit.createTestProbe();

    gateway.tell(new GatewayCommand.Broadcast(List.of("a", "b", "no name"), DATA, asker.getRef()));

    assertThat(asker.receiveMessage().replies())
        .satisfiesExactly(
            published(1, 0),
            published(1, 1),
            reply -> assertThat(reply).isEqualTo(notPublished(107, "channel")));
  }

  @Test
  void broadcastToTooManyChannelsReachesNone() {
    Peer alice = open("alice", "a");
    TestProbe<GatewayCommand.BroadcastReply> asker = kit.createTestProbe();

    gateway.tell(
        new GatewayCommand.Broadcast(List.of("a", "b", "c", "d", "e", "f"), DATA, asker.getRef()));

    assertThat(asker.receiveMessage().replies())
        .hasSize(6)
        .allSatisfy(reply -> assertThat(((NotPublished) reply).code()).isEqualTo(106));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void bugOfADialectEndsThoseWhoSpeakItAndNobodyElse() {
    FakeDialect faulty = new FakeDialect("faulty");
    Peer alice = open("alice", faulty, "news");
    Peer bob = open("bob", "news");
    faulty.failing = true;

    publish("news", "1");

    assertThat(heard(bob)).isEqualTo("one:1");
    alice
        .connection()
        .expectMessage(new ConnectionActor.End(Ending.of(CloseReason.INTERNAL_ERROR)));
    alice.writer().expectNoMessage(Duration.ofMillis(50));
  }

  @Test
  void channelOfANamespaceThatIsNotThereIsUnknown() {
    assertThat(publish("odd:1")).isEqualTo(new NotPublished(102, "unknown channel"));
    assertThat(publish("lobby:1")).satisfies(published(1, 0));
    assertThat(publish("#alice:1")).satisfies(published(1, 0));
  }

  @Test
  void repetitionIsAnsweredWithThePositionOfTheFirstAndNotDelivered() {
    Peer alice = open("alice", "news");

    assertThat(publishWithKey("k1")).satisfies(published(1, 1));
    assertThat(publishWithKey("k1")).satisfies(published(1, 0));
    assertThat(publishWithKey("k2")).satisfies(published(2, 1));

    heard(alice);
    heard(alice);
    alice.writer().expectNoMessage(Duration.ofMillis(50));
    assertThat(publishWithKey("k".repeat(256)))
        .isInstanceOfSatisfying(
            NotPublished.class, refused -> assertThat(refused.code()).isEqualTo(107));
  }

  private GatewayCommand.PublishReply publishWithKey(String key) {
    gateway.tell(new GatewayCommand.Publish("news", DATA, key, publisher.getRef()));
    return publisher.receiveMessage();
  }

  private static NotPublished notPublished(int code, String about) {
    return switch (about) {
      case "channel" -> Rejection.notPublished(Rejection.badName());
      case "user" -> new NotPublished(code, "user: not a name (expected: 1..255 characters)");
      case "empty" -> new NotPublished(code, "data: 0 bytes (expected: 1..32)");
      default -> new NotPublished(code, "data: has a line break (expected: one line)");
    };
  }
}
