package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.scenario.AllScenarios;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Proof that the check of the churn can fail: it must catch a node that leaks. */
@Tag("scenario")
final class IncidentIT {
  @Test
  void churnCatchesALeakAndNamesWhatLeaks() throws Exception {
    String classPath = System.getProperty("java.class.path");
    NodeLaunch leaky = NodeLaunch.ofMainClass(classPath, "io.lifeline.load.incident.LeakyNode");
    Runner.Settings settings =
        new Runner.Settings(leaky, Path.of("target", "scenarios-leaky"), 1, 1, 0.1, false);
    Progress progress = new Progress(System.out, false, InstantSource.system());
    Catalogue catalogue = new Catalogue(AllScenarios.list());

    List<Outcome> outcomes =
        new Runner(settings, progress).run(catalogue.choose(List.of("churn"), List.of()));

    List<String> problems = outcomes.get(0).problems();
    assertThat(problems)
        .anyMatch(problem -> problem.contains("connection_actors: "))
        .anyMatch(problem -> problem.contains("heartbeats: "))
        .anyMatch(problem -> problem.contains("writers: "))
        .anyMatch(problem -> problem.contains("registry_entries: "))
        .anyMatch(problem -> problem.contains("lifeline_leak_suspects: "));
  }
}
