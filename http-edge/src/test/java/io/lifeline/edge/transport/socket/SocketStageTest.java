package io.lifeline.edge.transport.socket;

import static io.lifeline.edge.transport.BoundTransport.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.edge.settings.SocketSettings;
import io.lifeline.edge.transport.BoundTransport;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.stream.OverflowStrategy;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.stream.javadsl.SourceQueueWithComplete;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class SocketStageTest {
  private final ActorTestKit kit = PatientTestKit.create();
  private final BoundTransport bound =
      BoundTransport.of(
          SocketTransport.start(kit.system(), SocketSettings.DEFAULT, new RecordingEventSink()),
          kit.system());

  @AfterAll
  void stop() {
    kit.shutdownTestKit();
  }

  @Test
  void writingGoesOnAfterThePeersEnd() throws IOException {
    try (Socket client = bound.connect()) {
      var stream =
          bound
              .acceptFlow()
              .runWith(
                  Source.<ByteString>queue(1, OverflowStrategy.backpressure()),
                  Sink.ignore(),
                  kit.system());
      client.shutdownOutput();
      await(stream.second());

      stream.first().offer(ByteString.fromInts(1, 2));
      stream.first().complete();

      assertThat(client.getInputStream().readAllBytes()).containsExactly(1, 2);
    }
  }

  @Test
  void allIsWrittenAfterBothSidesHaveEnded() throws IOException {
    int bytes = 32 << 20; // far more than the kernel takes before the peer reads
    try (Socket client = bound.connect()) {
      client.shutdownOutput();
      bound
          .acceptFlow()
          .runWith(
              Source.single(ByteString.fromArray(new byte[bytes])), Sink.ignore(), kit.system());

      assertThat(client.getInputStream().readAllBytes()).hasSize(bytes);
    }
  }

  @Test
  void writingGoesOnWhenNobodyWantsWhatArrives() throws IOException {
    try (Socket client = bound.connect()) {
      SourceQueueWithComplete<ByteString> answers =
          bound
              .acceptFlow()
              .runWith(
                  Source.<ByteString>queue(1, OverflowStrategy.backpressure()),
                  Sink.cancelled(),
                  kit.system())
              .first();

      answers.offer(ByteString.fromInts(1, 2));
      answers.complete();

      assertThat(client.getInputStream().readAllBytes()).containsExactly(1, 2);
    }
  }

  /** The kernel answers unread bytes at a close with a reset, which would destroy the answer. */
  @Test
  void bytesThatNobodyReadDoNotDestroyTheLastOnesWritten() throws IOException {
    try (Socket client = bound.connect()) {
      client.getOutputStream().write(new byte[100_000]);
      var stream =
          bound
              .acceptFlow()
              .runWith(
                  Source.<ByteString>queue(1, OverflowStrategy.backpressure()),
                  Sink.<ByteString>queue(1),
                  kit.system());
      await(stream.second().pull());

      await(stream.first().offer(ByteString.fromArray(new byte[50_000])));
      stream.first().complete();

      assertThat(client.getInputStream().readAllBytes()).hasSize(50_000);
    }
  }

  @Test
  void noDescriptorIsLeftBehind() throws IOException {
    TestProbe<Object> clock = kit.createTestProbe();
    echoOnce();
    long before = descriptors();
    List<Socket> clients = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      clients.add(bound.connect());
      bound.acceptFlow().join(Flow.of(ByteString.class)).run(kit.system());
    }
    assertThat(descriptors()).isGreaterThan(before + 150);

    for (Socket client : clients) {
      client.close();
    }

    clock.awaitAssert(
        Duration.ofSeconds(20),
        () -> {
          assertThat(descriptors()).isLessThanOrEqualTo(before);
          return Done.getInstance();
        });
  }

  private void echoOnce() throws IOException {
    try (Socket client = bound.connect()) {
      bound.acceptFlow().join(Flow.of(ByteString.class)).run(kit.system());
      client.getOutputStream().write(1);
      assertThat(client.getInputStream().read()).isEqualTo(1);
    }
  }

  private static long descriptors() {
    try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
