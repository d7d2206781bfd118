package io.lifeline.edge.transport;

import static io.lifeline.edge.transport.BoundTransport.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lifeline.telemetry.PatientTestKit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.UniqueKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.SinkQueueWithCancel;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What every {@link Transport} owes to who is above it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
abstract class TransportContract {
  private static final int MANY_BYTES = 32 << 20; // more than a kernel takes in for one socket

  private final ActorTestKit kit = PatientTestKit.create();
  private final BoundTransport bound = BoundTransport.of(transport(kit.system()), kit.system());

  /** The one to check; called while this object is made. */
  abstract Transport transport(ActorSystem<?> system);

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void bytesGoBothWays() throws IOException {
    try (Socket client = bound.connect()) {
      bound.acceptFlow().join(Flow.of(ByteString.class)).run(kit.system());

      client.getOutputStream().write(new byte[] {1, 2, 3});

      assertThat(client.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
    }
  }

  @Test
  void thePeersAddressIsKnown() throws IOException {
    try (Socket client = bound.connect()) {
      var accepted = bound.accept();
      cut(accepted.takeBytes());

      assertThat(accepted.remoteAddress()).isEqualTo(client.getLocalSocketAddress());
    }
  }

  @Test
  void anAddressInUseFailsTheBinding() {
    CompletionStage<Transport.Binding> second =
        transport(kit.system())
            .bind(bound.binding().address(), 1)
            .to(Sink.ignore())
            .run(kit.system());

    assertThat(second.toCompletableFuture())
        .failsWithin(Duration.ofSeconds(20))
        .withThrowableThat()
        .withStackTraceContaining("Address already in use");
  }

  @Test
  void aCompletedStreamClosesBehindItsLastByte() throws IOException {
    try (Socket client = bound.connect()) {
      bound.acceptFlow().runWith(manyBytes(), Sink.ignore(), kit.system());

      assertThat(client.getInputStream().readAllBytes()).hasSize(MANY_BYTES);
    }
  }

  @Test
  void aStoppedStreamClosesAtOnce() throws IOException {
    try (Socket client = bound.connect()) {
      UniqueKillSwitch stop =
          Source.<ByteString>maybe()
              .viaMat(KillSwitches.single(), Keep.right())
              .via(bound.acceptFlow())
              .to(Sink.ignore())
              .run(kit.system());

      stop.abort(new IllegalStateException("stopped by the test"));

      assertEnded(client);
    }
  }

  @Test
  void thePeersEndCompletesWhatItSends() throws IOException {
    try (Socket client = bound.connect()) {
      CompletionStage<ByteString> received =
          bound
              .acceptFlow()
              .runWith(
                  Source.maybe(),
                  Sink.fold(ByteString.emptyByteString(), ByteString::concat),
                  kit.system())
              .second();

      client.getOutputStream().write(new byte[] {1, 2, 3});
      client.shutdownOutput();

      assertThat(await(received)).isEqualTo(ByteString.fromInts(1, 2, 3));
    }
  }

  @Test
  void aResetFailsAStreamThatReads() throws IOException {
    Socket client = bound.connect();
    CompletionStage<Done> received =
        bound.acceptFlow().runWith(Source.maybe(), Sink.ignore(), kit.system()).second();

    reset(client);

    assertThat(received.toCompletableFuture()).failsWithin(Duration.ofSeconds(20));
  }

  @Test
  void aResetFailsAStreamThatOnlyWrites() throws IOException {
    Socket client = bound.connect();
    Pair<SourceQueueWithComplete<ByteString>, SinkQueueWithCancel<ByteString>> stream =
        bound
            .acceptFlow()
            .runWith(Source.queue(1, OverflowStrategy.backpressure()), Sink.queue(1), kit.system());
    client.getOutputStream().write(1);
    await(stream.second().pull());

    reset(client);

    CompletionStage<Done> ended = stream.first().watchCompletion();
    int writes = 0;
    while (writes < 400 && !endsSoon(ended)) {
      stream.first().offer(ByteString.fromInts(1));
      writes++;
    }
    assertThat(ended.toCompletableFuture()).isDone();
  }

  @Test
  void aStreamThatDoesNotReadSlowsItsPeerAndLosesNothing() throws Exception {
    try (Socket client = bound.connect()) {
      SinkQueueWithCancel<ByteString> received =
          bound.acceptFlow().runWith(Source.maybe(), Sink.queue(1), kit.system()).second();

      CompletionStage<Void> sent = CompletableFuture.runAsync(() -> write(client, MANY_BYTES));
      boolean slowed = !endsSoon(sent);
      long total = 0;
      while (total < MANY_BYTES) {
        total += await(received.pull()).orElseThrow().length();
      }

      assertThat(slowed).as("the peer waits for the stream").isTrue();
      assertThat(total).isEqualTo(MANY_BYTES);
      received.cancel();
    }
  }

  @Test
  void unbindingLeavesAcceptedSocketsAlone() throws IOException {
    BoundTransport other = BoundTransport.of(transport(kit.system()), kit.system());
    try (Socket client = other.connect()) {
      other.acceptFlow().join(Flow.of(ByteString.class)).run(kit.system());

      await(other.binding().unbind());

      assertThatThrownBy(other::connect).isInstanceOf(ConnectException.class);
      client.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  @Test
  void whoIsNotAskedForWaitsInTheBacklog() throws IOException {
    try (Socket first = bound.connect();
        Socket second = bound.connect()) {
      var accepted = bound.accept();
      assertThat(accepted.remoteAddress()).isEqualTo(first.getLocalSocketAddress());
      cut(accepted.takeBytes());

      second.getOutputStream().write(9);
      bound.acceptFlow().join(Flow.of(ByteString.class)).run(kit.system());

      assertThat(second.getInputStream().read()).isEqualTo(9);
    }
  }

  private void cut(Flow<ByteString, ByteString, ?> bytes) {
    Source.<ByteString>empty().via(bytes).runWith(Sink.cancelled(), kit.system());
  }

  private static Source<ByteString, ?> manyBytes() {
    ByteString chunk = ByteString.fromArray(new byte[100_000]);
    ByteString last = chunk.take(MANY_BYTES % chunk.length());
    return Source.repeat(chunk).take(MANY_BYTES / chunk.length()).concat(Source.single(last));
  }

  private static void write(Socket client, int bytes) {
    try {
      byte[] chunk = new byte[64 * 1024];
      for (int sent = 0; sent < bytes; sent += chunk.length) {
        client.getOutputStream().write(chunk, 0, Math.min(chunk.length, bytes - sent));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void reset(Socket client) throws IOException {
    client.setSoLinger(true, 0);
    client.close();
  }

  /** Either kind of end will do: the kernel resets when bytes were unread. */
  private static void assertEnded(Socket client) throws IOException {
    try {
      assertThat(client.getInputStream().read()).isEqualTo(-1);
    } catch (SocketTimeoutException e) {
      throw new AssertionError("still open", e);
    } catch (SocketException reset) {
      assertThat(reset).hasMessageContaining("reset");
    }
  }

  private static boolean endsSoon(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().get(50, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException failed) {
      return true;
    } catch (TimeoutException stillRunning) {
      return false;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
