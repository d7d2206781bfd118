package io.lifeline.supervision.channels;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelRequest;
import io.lifeline.connection.Journey;
import io.lifeline.connection.Position;
import io.lifeline.connection.Writer;
import io.lifeline.connection.compression.Deflation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;

/** Since when a publication has been on its way, as the writers of its receivers are told. */
class DeliveryTimeTest extends OneNodeOfChannels {
  @Test
  void journeyBeginsWhenTheGatewayTakesThePublication() {
    Peer alice = open("alice", "lobby:1");
    timeOfDay.pass(Duration.ofDays(3));
    long taken = timeOfDay.millis();

    publish("lobby:1");

    Journey journey = journey(alice);
    assertThat(journey.takenAtMillis()).isEqualTo(taken);
    assertThat(journey.standsFor()).isEqualTo(1);
    timeOfDay.pass(Duration.ofMillis(300));
    assertThat(journey.millis().getAsLong()).isEqualTo(taken + 300);
  }

  @Test
  void namespaceOfAChannelIsOneOfFew() {
    Peer alice = open("alice", "lobby:1", "news");

    publish("lobby:1");
    assertThat(journey(alice).namespace()).isEqualTo("lobby:");
    publish("news");
    assertThat(journey(alice).namespace()).isEqualTo("default");
    pushToAlice();
    assertThat(journey(alice).namespace()).isEqualTo("personal");
  }

  @Test
  void whatASubscriberCatchesUpWithIsNotTimed() {
    Position since = position(publish("news"));
    publish("news");

    Peer alice =
        register("alice", dialect, Deflation.NONE, new ChannelRequest.Wanted("news", since));

    alice.writer().expectMessageClass(Writer.Greet.class);
    said(alice);
    assertThat(alice.writer().expectMessageClass(Writer.Deliver.class).journey()).isNull();
  }

  @Test
  void ofManyReceiversOneInSixteenIsTimedAndEachHasItsTurn() {
    int many = 37;
    List<Peer> peers = new ArrayList<>();
    for (int i = 0; i < many; i++) {
      peers.add(open("user" + i, "news"));
    }
    int[] timed = new int[many];

    for (int round = 0; round < Journeys.ONE_IN; round++) {
      publish("news");
      int inThisRound = 0;
      for (int i = 0; i < many; i++) {
        Journey journey = peers.get(i).writer().expectMessageClass(Writer.Deliver.class).journey();
        if (journey != null) {
          assertThat(journey.standsFor()).isEqualTo(Journeys.ONE_IN);
          timed[i]++;
          inThisRound++;
        }
      }
      assertThat(inThisRound).isBetween(many / Journeys.ONE_IN, many / Journeys.ONE_IN + 1);
    }

    assertThat(timed).containsOnly(1);
  }

  @Test
  void publicationOfUnknownBeginningIsNotTimed() {
    Peer alice = open("alice", "news");
    Position before = position(publish("news"));
    journey(alice);

    hubActor.tell(
        new ChannelEvent.Appended(
            "news", before.epoch(), before.offset() + 1, ByteString.fromString("2"), 0));

    assertThat(alice.writer().expectMessageClass(Writer.Deliver.class).journey()).isNull();
  }

  private static Journey journey(Peer peer) {
    return requireNonNull(peer.writer().expectMessageClass(Writer.Deliver.class).journey());
  }
}
