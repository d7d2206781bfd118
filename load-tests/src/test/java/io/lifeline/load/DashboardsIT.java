package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.cluster.DashboardsScenario;
import io.lifeline.load.node.NodeLaunch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Proof that Grafana's dashboards show something: {@code mvn -Pdashboards verify}. */
@Tag("dashboards")
final class DashboardsIT {
  private static final long SEED = Long.getLong("seed", 1);

  @Test
  void eachPanelShowsWhatHappensInACluster() throws Exception {
    NodeLaunch launch = NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository());
    Runner.Settings settings =
        new Runner.Settings(launch, Path.of("target", "dashboards"), SEED, 1, 1, true);
    Progress progress = new Progress(System.out, false, InstantSource.system());

    List<Outcome> outcomes =
        new Runner(settings, progress)
            .run(List.of(new DashboardsScenario(Path.of("..", "telemetry"))));

    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.problems()).isEmpty());
  }
}
