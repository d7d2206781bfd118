package io.lifeline.edge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.conformance.CasePlayer;
import io.lifeline.connection.conformance.ConformanceCase;
import io.lifeline.connection.conformance.ConformanceTable;
import io.lifeline.connection.conformance.Splits;
import io.lifeline.connection.conformance.Wire;
import io.lifeline.edge.example.EmbeddedLifeline;
import io.lifeline.edge.node.Node;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The conformance table over TCP, against the {@code /echo} of a development node. */
@Timeout(120)
final class ConformanceIT {
  private static final int AT_ONCE = 32;
  private static final Node NODE = EmbeddedLifeline.start(0);
  private static final int PORT = URI.create(NODE.addresses().webSocket()).getPort();
  private static final String PLAIN_REQUEST = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\n\r\n";

  /**
   * Of a late upgrade we see what Pekko HTTP has made of it: it speaks no version but 1.0 and 1.1,
   * keeps the first of several Connection lines, and drops an empty quoted value and the second of
   * two parameters of one name.
   */
  private static final Set<String> PEKKO_READS_DIFFERENTLY =
      Set.of(
          "a later HTTP/1 is new enough",
          "Connection may have several lines",
          "an empty quoted value",
          "a parameter that stands twice is declined");

  @AfterAll
  static void end() {
    NODE.close();
  }

  @Test
  void holdsInOnePiece() {
    play(row -> true, row -> wire -> CasePlayer.play(row, wire, Splits.whole()));
  }

  @Test
  void holdsInRandomPieces() {
    SplittableRandom random = Seeds.random("splits");
    play(
        row -> true,
        row -> {
          Splits splits = Splits.random(random.split());
          return wire -> CasePlayer.play(row, wire, splits);
        });
  }

  @Test
  void holdsForLateUpgrades() {
    play(
        row ->
            !row.section().startsWith("RFC 9112") && !PEKKO_READS_DIFFERENTLY.contains(row.name()),
        row -> wire -> CasePlayer.playLate(row, wire, PLAIN_REQUEST));
  }

  private static void play(
      Predicate<ConformanceCase> chosen, Function<ConformanceCase, Consumer<Wire>> player) {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Optional<String>>> outcomes =
          ConformanceTable.all().stream()
              .filter(chosen)
              .map(row -> outcome(row, player.apply(row), pool))
              .toList();
      List<String> failures =
          outcomes.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
      assertThat(failures).as("cases that do not hold").isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  /** What is wrong with it, if anything. */
  private static CompletableFuture<Optional<String>> outcome(
      ConformanceCase row, Consumer<Wire> player, ExecutorService pool) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (SocketWire wire = new SocketWire(PORT)) {
            player.accept(wire);
            return Optional.empty();
          } catch (AssertionError e) {
            return Optional.of(row + ": " + e.getMessage());
          }
        },
        pool);
  }
}
