package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.cluster.ClusterScenarios;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.scenario.AllScenarios;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Plays the scenarios in the build: one of them always, all of them in the profile. */
final class ScenariosIT {
  private static final long SEED =
      Long.getLong("seed", ThreadLocalRandom.current().nextInt(1_000_000));

  @Test
  void silentPeersAreNoticedByTheShippedNode() throws Exception {
    new Catalogue(AllScenarios.list())
        .choose(List.of("silent-peer"), List.of())
        .forEach(ScenariosIT::mustPass);
  }

  @Tag("scenario")
  @TestFactory
  Stream<DynamicTest> invariantsHold() {
    return AllScenarios.list().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> mustPass(scenario)));
  }

  /** A tenth of their size: what a cluster promises holds at any. */
  @Tag("scenario")
  @TestFactory
  Stream<DynamicTest> invariantsOfAClusterHold() {
    return ClusterScenarios.list().stream()
        .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> mustPass(scenario, 0.1)));
  }

  private static void mustPass(Scenario scenario) {
    mustPass(scenario, 1);
  }

  private static void mustPass(Scenario scenario, double scale) {
    NodeLaunch launch = NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository());
    Runner.Settings settings =
        new Runner.Settings(launch, Path.of("target", "scenarios"), SEED, 1, scale, false);
    Progress progress = new Progress(System.out, false, InstantSource.system());
    System.out.println("seed " + SEED);
    try {
      List<Outcome> outcomes = new Runner(settings, progress).run(List.of(scenario));
      assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.problems()).isEmpty());
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }
}
