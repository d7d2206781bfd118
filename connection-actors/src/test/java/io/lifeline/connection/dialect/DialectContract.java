package io.lifeline.connection.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.ChannelOutcome;
import io.lifeline.connection.Identity;
import io.lifeline.connection.Position;
import io.lifeline.connection.Publication;
import io.lifeline.connection.handshake.RequestHead;
import io.lifeline.connection.websocket.Inbound;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link Dialect} promises to the connections that speak it. */
abstract class DialectContract {
  static final ChannelOutcome.Joined JOINED =
      new ChannelOutcome.Joined("news", new Position("e", 1), ChannelOutcome.Recovery.RECOVERED);

  static final Identity ALICE = new Identity("alice", List.of("*"), List.of("*"), null);

  abstract Dialect dialect();

  @Test
  void nameIsMadeForMetrics() {
    assertThat(dialect().name()).matches("[a-z][a-z0-9_]*");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 127, 65_536, Long.MAX_VALUE})
  void pongOfOurPingAnswersIt(long sequence) {
    ByteString payload =
        ByteString.fromArray(Frames.payload(Frames.PING, dialect().ping(sequence)));

    assertThat(payload.size()).isLessThanOrEqualTo(125);
    assertThat(dialect().answeredPing(new Inbound.Pong(payload))).hasValue(sequence);
  }

  @Test
  void unsolicitedPongAnswersNothing() {
    assertThat(dialect().answeredPing(new Inbound.Pong(ByteString.emptyByteString()))).isEmpty();
    assertThat(dialect().answeredPing(new Inbound.Pong(ByteString.fromString("a pong")))).isEmpty();
    assertThat(dialect().answeredPing(new Inbound.Pong(ByteString.fromString("0123456789"))))
        .isEmpty();
  }

  @Test
  void peersOwnPingAnswersNothing() {
    ByteString payload = ByteString.fromArray(Frames.payload(Frames.PING, dialect().ping(7)));

    assertThat(dialect().answeredPing(new Inbound.Ping(payload))).isEmpty();
    assertThat(dialect().answeredPing(new Inbound.Text(payload))).isEmpty();
  }

  @Test
  void controlFramesAskForNothing() {
    assertThat(dialect().commands(new Inbound.Ping(ByteString.emptyByteString()))).isEmpty();
    assertThat(dialect().commands(new Inbound.Pong(ByteString.emptyByteString()))).isEmpty();
    assertThat(dialect().commands(new Inbound.Close(1000, ""))).isEmpty();
  }

  @Test
  void whatIsEncodedIsCompact() {
    Publication publication = new Publication("news", ByteString.fromString("{}"), 1, "e");

    Dialect.Greeting greeting =
        new Dialect.Greeting("c", "u", List.of(), List.of(), Duration.ofSeconds(30));
    assertThat(dialect().ping(1).isCompact()).isTrue();
    assertThat(
            Stream.of(
                    dialect().publication(publication),
                    dialect().answer(1, JOINED),
                    dialect().reset("news", JOINED.position()),
                    dialect().greeting(greeting))
                .flatMap(Optional::stream))
        .allMatch(message -> message.payload().isCompact());
  }

  @Test
  void badlyEncodedQueryDoesNotThrow() {
    RequestHead head = new RequestHead("GET", "/ws?channel=%zz&%=%", "HTTP/1.1", List.of());

    assertThat(dialect().requestedChannels(head, ALICE).channels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void randomBytesNeverThrow(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      ByteString message = ByteString.fromArray(bytes);

      assertThat(dialect().commands(new Inbound.Text(message))).as("seed %s", seed).isNotEmpty();
      assertThat(dialect().commands(new Inbound.Binary(message))).as("seed %s", seed).isNotEmpty();
      dialect().answeredPing(new Inbound.Pong(message));
    }
  }
}
