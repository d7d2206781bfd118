package io.lifeline.connection;

import io.lifeline.connection.conformance.CasePlayer;
import io.lifeline.connection.conformance.ConformanceCase;
import io.lifeline.connection.conformance.ConformanceTable;
import io.lifeline.connection.conformance.Splits;
import io.lifeline.connection.conformance.Wire;
import io.lifeline.telemetry.PatientTestKit;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plays the conformance table against connections with everything that belongs to them, in memory:
 * what is checked are the bytes on the wire. A connection that has closed still reads for a moment,
 * so many are played at once.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConformanceTest {
  private static final int AT_ONCE = 32;
  private static final int RANDOM_SPLITS = 3;

  /** Those of the development node's echo, for which the table is written. */
  private static final String LIMITS =
      """
      lifeline.connection {
        max-frame = 17MiB
        max-message = 17MiB
        inbound { messages-per-second = 1000000, bytes-per-second = 512MiB }
      }
      """;

  private final ActorTestKit kit = PatientTestKit.create();
  private final EchoNode node = new EchoNode(kit, LIMITS);
  private final ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
  private List<Played> cases = List.of();

  /** A case that is being played. */
  private record Played(ConformanceCase row, CompletableFuture<Void> outcome) {
    @Override
    public String toString() {
      return row.toString();
    }
  }

  @BeforeAll
  void begin() {
    SplittableRandom random = Seeds.random("splits");
    cases = ConformanceTable.all().stream().map(row -> played(row, random.split())).toList();
  }

  private Played played(ConformanceCase row, SplittableRandom random) {
    return new Played(row, CompletableFuture.runAsync(() -> play(row, random), pool));
  }

  List<Played> cases() {
    return cases;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void holds(Played played) throws Throwable {
    try {
      played.outcome().join();
    } catch (CompletionException e) {
      throw e.getCause();
    }
  }

  @AfterAll
  void nothingIsLeftAndNothingHasFailed() {
    cases.forEach(played -> played.outcome().exceptionally(failed -> null).join());
    pool.shutdown();
    node.mustBeAtRest();
    kit.shutdownTestKit();
  }

  private void play(ConformanceCase row, SplittableRandom random) {
    play(wire -> CasePlayer.play(row, wire, Splits.whole()));
    play(wire -> CasePlayer.play(row, wire, Splits.byteByByte()));
    for (int i = 0; i < RANDOM_SPLITS; i++) {
      play(wire -> CasePlayer.play(row, wire, Splits.random(random)));
    }
    play(wire -> CasePlayer.playEagerly(row, wire));
  }

  private void play(Consumer<Wire> player) {
    try (MemoryWire wire = new MemoryWire(node.connect())) {
      player.accept(wire);
    }
  }

  private record MemoryWire(FakePeer peer) implements Wire {
    @Override
    public void send(byte[] bytes) {
      peer.offers(ByteString.fromArrayUnsafe(bytes));
    }

    @Override
    public byte[] receive() {
      return peer.reads().orElse(ByteString.emptyByteString()).toArrayUnsafe();
    }

    @Override
    public void close() {
      peer.endsUnlessEnded();
    }
  }
}
