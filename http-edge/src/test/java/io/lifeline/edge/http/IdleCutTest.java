package io.lifeline.edge.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.PatientTestKit;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.BidiFlow;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** In real time, since the stage reads the JVM's own clock. */
final class IdleCutTest {
  private static final ActorTestKit KIT = PatientTestKit.create();
  private static final Duration LIMIT = Duration.ofSeconds(1);
  private static final Duration SEVERAL_LIMITS = LIMIT.multipliedBy(3);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration BEAT = LIMIT.dividedBy(20);

  private final ExchangeClock clock = new ExchangeClock();

  @AfterAll
  static void end() {
    KIT.shutdownTestKit();
  }

  @Test
  void silentConnectionIsCut() {
    assertThat(end(Source.maybe())).succeedsWithin(SOON);
  }

  @Test
  void bytesThatAreNoRequestDoNotKeepIt() {
    assertThat(end(beats())).succeedsWithin(SOON);
  }

  @Test
  void exchangesKeepIt() {
    Source<ByteString, ?> requests =
        beats()
            .map(
                bytes -> {
                  clock.exchanged();
                  return bytes;
                });

    assertThat(end(requests)).failsWithin(SEVERAL_LIMITS);
  }

  @Test
  void webSocketIsLeftAlone() {
    clock.upgraded();

    assertThat(end(Source.maybe())).failsWithin(SEVERAL_LIMITS);
  }

  private static Source<ByteString, ?> beats() {
    return Source.tick(Duration.ZERO, BEAT, ByteString.fromString("GET"));
  }

  /** Completes when the connection to a server that never answers has ended. */
  private CompletableFuture<Done> end(Source<ByteString, ?> fromPeer) {
    Flow<ByteString, ByteString, ?> silentServer =
        Flow.fromSinkAndSource(Sink.ignore(), Source.maybe());
    CompletionStage<Done> ended =
        fromPeer
            .via(BidiFlow.fromGraph(new IdleCut(LIMIT, clock)).join(silentServer))
            .toMat(Sink.ignore(), Keep.right())
            .run(KIT.system());
    return ended.toCompletableFuture();
  }
}
