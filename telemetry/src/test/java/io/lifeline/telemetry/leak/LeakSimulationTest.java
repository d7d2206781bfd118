package io.lifeline.telemetry.leak;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.leak.SimulatedNode.Leak;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The watch over hours that take no time: what is healthy raises nothing, what leaks is told, and
 * how soon. Seeds and times to detection are printed.
 */
class LeakSimulationTest {
  private static final int HOUR = 3_600;
  private static final long[] SEEDS = {11, 12, 13};

  @ParameterizedTest
  @EnumSource(Load.class)
  void anHourOfHealthyChurnRaisesNothing(Load load) {
    System.out.println("healthy " + load + ", an hour each, seeds " + Arrays.toString(SEEDS));
    for (long seed : SEEDS) {
      Raised raised = secondsUntilRaised(load, Leak.NOTHING, 0, seed, HOUR);
      assertThat(raised.second()).as("%s, seed %s: %s", load, seed, raised).isEqualTo(-1);
    }
  }

  /** Limits in seconds from the first leak on. */
  @ParameterizedTest
  @CsvSource({
    "STEADY, ACTOR, 1000, 30",
    "STEADY, ACTOR, 100, 30",
    "WAVE, ACTOR, 1000, 40",
    "STORM, ACTOR, 1000, 60",
    "BURSTS, ACTOR, 1000, 60",
    "STEADY, REGISTRY_ENTRY, 1000, 180",
    "STEADY, REGISTRY_ENTRY, 100, 120",
    "STEADY, DESCRIPTOR, 1000, 2400",
    "STEADY, DESCRIPTOR, 100, 1200",
    "WAVE, DESCRIPTOR, 100, 1800",
    "STEADY, OTHER_ACTOR, 100, 1200",
    "STEADY, MEMORY, 100, 1200"
  })
  void aLeakIsTold(Load load, Leak leak, int oneIn, int within) {
    List<Long> times = new ArrayList<>();
    for (long seed : SEEDS) {
      Raised raised = secondsUntilRaised(load, leak, 1.0 / oneIn, seed, HOUR);
      assertThat(raised.second()).as("%s, seed %s: raised at second", leak, seed).isPositive();
      times.add(raised.second() - raised.firstLeak());
    }
    Collections.sort(times);
    System.out.printf(
        "%s, one in %d leaks %s, seeds %s: told after %s s%n",
        load, oneIn, leak, Arrays.toString(SEEDS), times);
    assertThat(times).allMatch(seconds -> seconds <= within);
  }

  private record Raised(long second, long firstLeak, LeakWatch.Report report) {}

  private static Raised secondsUntilRaised(
      Load load, Leak leak, double share, long seed, int limit) {
    ResourceLedger ledger = new ResourceLedger();
    SimulatedNode node = new SimulatedNode(ledger, load, leak, share, seed);
    LeakSamples samples = new LeakSamples(ledger, node);
    for (int second = 0; second < limit; second++) {
      node.tick();
      List<ResourceGroup> looks = new ArrayList<>();
      LeakWatch.Report report = samples.take(looks::add);
      looks.forEach(group -> samples.found(group, node.leftOver(group, LeftoverSearch.LIMIT)));
      if (report.suspects() > 0 || report.growths().stream().anyMatch(one -> one.suspects() > 0)) {
        return new Raised(second, node.firstLeak(), report);
      }
    }
    return new Raised(-1, node.firstLeak(), new LeakWatch.Report(List.of(), List.of()));
  }
}
