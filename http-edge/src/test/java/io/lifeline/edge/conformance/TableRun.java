package io.lifeline.edge.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.connection.Seeds;
import io.lifeline.connection.conformance.CasePlayer;
import io.lifeline.connection.conformance.ConformanceCase;
import io.lifeline.connection.conformance.ConformanceTable;
import io.lifeline.connection.conformance.Splits;
import io.lifeline.connection.conformance.Wire;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Plays the conformance table over real connections, many at once.
 *
 * @param wires opens a connection for each case
 */
record TableRun(Supplier<Wire> wires) {
  private static final int AT_ONCE = 32;

  /** Every case, with all that the client says at once in one piece. */
  void inOnePiece() {
    play(row -> true, row -> wire -> CasePlayer.play(row, wire, Splits.whole()));
  }

  /** Every case, in random pieces whose seed is printed. */
  void inRandomPieces() {
    SplittableRandom random = Seeds.random("splits");
    play(
        row -> true,
        row -> {
          Splits splits = Splits.random(random.split());
          return wire -> CasePlayer.play(row, wire, splits);
        });
  }

  /** All that are chosen must hold. */
  void play(Predicate<ConformanceCase> chosen, Function<ConformanceCase, Consumer<Wire>> player) {
    assertThat(failures(chosen, player)).as("cases that do not hold").isEmpty();
  }

  /** What is wrong with each that does not hold, of those that are chosen: at least one. */
  List<String> failures(
      Predicate<ConformanceCase> chosen, Function<ConformanceCase, Consumer<Wire>> player) {
    ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Optional<String>>> outcomes =
          ConformanceTable.all().stream()
              .filter(chosen)
              .map(row -> outcome(row, player.apply(row), pool))
              .toList();
      assertThat(outcomes).as("cases chosen").isNotEmpty();
      return outcomes.stream().map(CompletableFuture::join).flatMap(Optional::stream).toList();
    } finally {
      pool.shutdownNow();
    }
  }

  /** What is wrong with it, if anything. */
  private CompletableFuture<Optional<String>> outcome(
      ConformanceCase row, Consumer<Wire> player, ExecutorService pool) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Wire wire = wires.get()) {
            player.accept(wire);
            return Optional.empty();
          } catch (AssertionError e) {
            return Optional.of(row + ": " + e.getMessage());
          }
        },
        pool);
  }
}
