package io.lifeline.load.latency;

import io.lifeline.edge.cli.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The command line of {@link LatencyChart}. */
@Command(
    name = "plot",
    mixinStandardHelpOptions = true,
    description = "Draws the results of one or more servers as SVG.")
final class LatencyPlot implements Callable<Integer> {
  @Mixin private Caller caller = new Caller();

  @Parameters(index = "0", paramLabel = "OUT.svg", description = "What to write.")
  private Path svg = Path.of("latency.svg");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "RESULT.jsonl",
      description = "What measurements wrote; of a server's steps at one load the last is drawn.")
  private List<Path> results = List.of();

  @Override
  public Integer call() throws IOException {
    List<Step> steps = new ArrayList<>();
    for (Path result : results) {
      for (String line : Files.readAllLines(result)) {
        steps.add(step(result, line));
      }
    }
    try (OutputStream out = Files.newOutputStream(svg)) {
      new LatencyChart(PlotData.of(steps)).writeSvg(out);
    }
    return 0;
  }

  private Step step(Path result, String line) {
    try {
      return Step.fromJson(line);
    } catch (IllegalArgumentException e) {
      throw caller.wrongUse(result + ": " + e.getMessage(), e);
    }
  }
}
