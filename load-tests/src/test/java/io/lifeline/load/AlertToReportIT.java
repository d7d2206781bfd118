package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.alert.AlertToReport;
import io.lifeline.load.node.NodeLaunch;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Proof that an alert becomes a report which names the culprit: {@code mvn -Palerts verify}. */
@Tag("alerts")
final class AlertToReportIT {
  @Test
  void aLeakIsReportedByTheNodeThatHasItSoonAfterItsAlertFires() throws Exception {
    String classPath = System.getProperty("java.class.path");
    NodeLaunch leaky = NodeLaunch.ofMainClass(classPath, "io.lifeline.load.incident.LeakyNode");
    Runner.Settings settings =
        new Runner.Settings(
            NodeLaunch.ofJar(NodeLaunch.jarOfThisRepository()),
            Path.of("target", "alerts"),
            1,
            1,
            1,
            true);
    Progress progress = new Progress(System.out, false, InstantSource.system());

    List<Outcome> outcomes =
        new Runner(settings, progress)
            .run(List.of(new AlertToReport(Path.of("..", "telemetry"), leaky)));

    outcomes.forEach(outcome -> outcome.notes().forEach(System.out::println));
    assertThat(outcomes).allSatisfy(outcome -> assertThat(outcome.problems()).isEmpty());
  }
}
