package io.lifeline.edge.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.edge.settings.SocketSettings;
import io.lifeline.edge.transport.socket.SocketTransport;
import io.lifeline.telemetry.PatientTestKit;
import io.lifeline.telemetry.RecordingEventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.Done;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Sends bytes through an echoing stream and gets exactly these bytes back, in writes and reads of
 * random sizes, with peers that stall and peers that reset in between. {@code -Dtransfer.mib} says
 * how many MiB, 1024 by default.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
final class ByteExactTransferIT {
  private static final long MIB = 1 << 20;
  private static final int PEERS = 8;

  private final long bytes = Long.getLong("transfer.mib", 1024) * MIB;
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
  void everyByteComesBackInItsPlace() throws Exception {
    SplittableRandom random = Seeds.random("byte-exact transfer");
    ExecutorService threads = Executors.newCachedThreadPool();
    List<CompletableFuture<Long>> steady = new ArrayList<>();
    List<CompletableFuture<Long>> resetting = new ArrayList<>();
    for (int i = 0; i < PEERS; i++) {
      steady.add(exchange(random.split(), bytes / PEERS, false, threads));
      resetting.add(exchange(random.split(), bytes / PEERS, true, threads));
    }

    for (CompletableFuture<Long> exchange : steady) {
      assertThat(exchange.get(10, TimeUnit.MINUTES)).isEqualTo(bytes / PEERS);
    }
    for (CompletableFuture<Long> exchange : resetting) {
      assertThat(exchange.get(10, TimeUnit.MINUTES)).isLessThanOrEqualTo(bytes / PEERS);
    }
    threads.shutdown();
  }

  private CompletableFuture<Long> exchange(
      SplittableRandom random, long count, boolean resets, ExecutorService threads)
      throws Exception {
    long resetAfter = resets ? random.nextLong(count) : Long.MAX_VALUE;
    Exchange exchange = new Exchange(bound.connect(), random, count, resetAfter);
    CompletionStage<Done> echoed =
        bound
            .acceptFlow()
            .joinMat(choppy(random.split()).watchTermination((left, end) -> end), Keep.right())
            .run(kit.system());
    CompletableFuture<Long> exchanged = exchange.run(threads);
    return resets
        ? exchanged
        : exchanged.thenCombine(echoed.toCompletableFuture(), (total, whole) -> total);
  }

  /** An echo that hands on what it gets in pieces of other sizes. */
  private static Flow<ByteString, ByteString, NotUsed> choppy(SplittableRandom random) {
    return Flow.of(ByteString.class)
        .mapConcat(
            bytes -> {
              List<ByteString> pieces = new ArrayList<>();
              ByteString rest = bytes;
              while (!rest.isEmpty()) {
                int size = 1 + random.nextInt(random.nextInt(10) == 0 ? 200_000 : 20_000);
                pieces.add(rest.take(size));
                rest = rest.drop(size);
              }
              return pieces;
            })
        .batch(random.nextInt(1, 8), first -> first, ByteString::concat);
  }
}
