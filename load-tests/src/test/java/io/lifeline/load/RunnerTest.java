package io.lifeline.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.lifeline.load.node.NodeLaunch;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunnerTest {
  @TempDir private Path directory;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @Test
  void whatAScenarioOwnsIsStoppedInReverseOrderAlsoWhenItFails() throws Exception {
    List<String> stopped = new ArrayList<>();

    run(
        stage -> {
          stage.own(() -> stopped.add("first"));
          stage.own(() -> stopped.add("second"));
          throw new InvariantBroken("broken");
        });

    assertThat(stopped).containsExactly("second", "first");
  }

  @Test
  void aScenarioThatTakesTooLongFailsAndIsStopped() throws Exception {
    AtomicBoolean stopped = new AtomicBoolean();
    CountDownLatch never = new CountDownLatch(1);

    Outcome outcome =
        run(
            Duration.ofMillis(100),
            stage -> {
              stage.own(() -> stopped.set(true));
              never.await();
            });

    assertThat(outcome.problems()).containsExactly("not over within 0 s");
    assertThat(stopped).isTrue();
  }

  @Test
  void aScenarioThatCannotBePlayedFailsAndSaysWhere() throws Exception {
    Outcome outcome =
        run(
            stage -> {
              throw new IllegalStateException("no network");
            });

    assertThat(outcome.passed()).isFalse();
    assertThat(outcome.problems().get(0)).contains("IllegalStateException: no network");
    assertThat(outcome.problems().get(1)).contains("RunnerTest");
  }

  @Test
  void randomChoicesAreTheSameForTheSameSeed() throws Exception {
    List<Integer> drawn = new ArrayList<>();

    run(stage -> drawn.add(stage.random().nextInt()));
    run(stage -> drawn.add(stage.random().nextInt()));

    assertThat(drawn.get(0)).isEqualTo(drawn.get(1));
  }

  private Outcome run(FakeScenario.Play play) throws InterruptedException {
    return run(Duration.ofSeconds(10), play);
  }

  private Outcome run(Duration timeout, FakeScenario.Play play) throws InterruptedException {
    NodeLaunch launch = NodeLaunch.ofJar(Path.of("unused.jar"));
    Runner.Settings settings = new Runner.Settings(launch, directory, 1, 1, 1, false);
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    Progress progress = new Progress(stream, false, InstantSource.system());
    return new Runner(settings, progress)
        .run(List.of(new FakeScenario("fake", timeout, play)))
        .get(0);
  }
}
