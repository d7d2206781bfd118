package io.lifeline.load;

import io.lifeline.load.node.NodeLaunch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Plays scenarios one after the other, each on a stage of its own and within its timeout, and stops
 * whatever a scenario has started, also when the runner's process is told to end.
 */
public final class Runner {
  /** How long a scenario has to return once its stage is gone. */
  private static final Duration GRACE = Duration.ofSeconds(10);

  /**
   * @param launch how nodes are started
   * @param directory below which each play has a directory
   * @param seed of the first play; repetition {@code n} uses {@code seed + n}
   * @param scale by which sizes are multiplied
   */
  public record Settings(
      NodeLaunch launch, Path directory, long seed, int repeat, double scale, boolean verbose) {}

  private final Settings settings;
  private final Progress progress;
  private final AtomicReference<@Nullable Stage> current = new AtomicReference<>();

  Runner(Settings settings, Progress progress) {
    this.settings = settings;
    this.progress = progress;
  }

  /** Plays all, {@code repeat} times. */
  List<Outcome> run(List<Scenario> scenarios) throws InterruptedException {
    Thread stopper = new Thread(this::stopCurrent, "scenario-stopper");
    Runtime.getRuntime().addShutdownHook(stopper);
    List<Outcome> outcomes = new ArrayList<>();
    try {
      for (int repetition = 0; repetition < settings.repeat(); repetition++) {
        for (Scenario scenario : scenarios) {
          outcomes.add(play(scenario, repetition));
        }
      }
    } finally {
      Runtime.getRuntime().removeShutdownHook(stopper);
    }
    return outcomes;
  }

  private Outcome play(Scenario scenario, int repetition) throws InterruptedException {
    progress.begin(scenario.name());
    Path directory = settings.directory().resolve(scenario.name() + "-" + repetition);
    long started = System.nanoTime();
    Stage stage = stage(directory, settings.seed() + repetition);
    List<String> problems;
    try (stage) {
      current.set(stage);
      problems = play(scenario, stage);
    } finally {
      current.set(null);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - started);
    Outcome outcome =
        new Outcome(scenario.name(), took, stage.isSkipped(), problems, stage.notes(), directory);
    progress.line(
        (outcome.failed() ? "FAILED  " : outcome.passed() ? "passed  " : "skipped ")
            + scenario.name());
    return outcome;
  }

  private Stage stage(Path directory, long seed) {
    return new Stage(
        settings.launch(),
        directory,
        seed,
        settings.scale(),
        settings.verbose() ? progress::line : progress::step);
  }

  private static List<String> play(Scenario scenario, Stage stage) throws InterruptedException {
    FutureTask<@Nullable Void> task =
        new FutureTask<>(
            () -> {
              scenario.play(stage);
              return null;
            });
    Thread thread = new Thread(task, "scenario-" + scenario.name());
    thread.start();
    try {
      task.get(scenario.timeout().toMillis(), TimeUnit.MILLISECONDS);
      return List.of();
    } catch (TimeoutException e) {
      stage.close();
      thread.interrupt();
      thread.join(GRACE.toMillis());
      return List.of("not over within " + scenario.timeout().toSeconds() + " s");
    } catch (ExecutionException e) {
      return problems(e.getCause());
    }
  }

  private static List<String> problems(@Nullable Throwable cause) {
    if (cause instanceof InvariantBroken broken) {
      return broken.problems();
    }
    List<String> lines = new ArrayList<>(List.of("could not be played: " + cause));
    if (cause != null) {
      for (StackTraceElement frame : cause.getStackTrace()) {
        if (lines.size() < 8 && frame.getClassName().startsWith("io.lifeline")) {
          lines.add("  at " + frame);
        }
      }
    }
    return lines;
  }

  private void stopCurrent() {
    Stage stage = current.get();
    if (stage != null) {
      stage.close();
    }
  }
}
