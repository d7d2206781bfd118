package io.lifeline.edge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline record}: fetches a recording of a node's Flight Recorder. */
@Command(
    name = "record",
    description = {
      "Records what a node does from now on with the JDK's Flight Recorder, and fetches the file:"
          + " connections that open, change, miss beats and end, beside collections, locks, threads"
          + " and where the CPU goes.",
      "Look at it with JDK Mission Control, or with:",
      "  jfr print --categories Lifeline lifeline.jfr"
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class RecordCommand implements Callable<Integer> {
  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long, 1 to 50; default ${DEFAULT-VALUE}.")
  private int seconds = 30;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to; must not be there yet. Default ${DEFAULT-VALUE}.")
  private Path output = Path.of("lifeline.jfr");

  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  RecordCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    if (Files.exists(output)) {
      throw caller.wrongUse("--output: " + output + " (expected: no file that is there already)");
    }
    caller.err().println("lifeline: recording for " + seconds + " s");
    Map<String, String> query = Map.of("seconds", String.valueOf(seconds));
    return ops.download(caller, "ops/recording", query, output);
  }
}
