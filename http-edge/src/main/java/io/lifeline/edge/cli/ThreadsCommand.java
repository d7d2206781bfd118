package io.lifeline.edge.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline threads}: shows what the threads of a node do. */
@Command(
    name = "threads",
    description = {
      "Shows what all threads of one node do, those that do the same together, the most first."
          + " Threads that wait for each other for ever come before all.",
      "A flame graph:",
      "  lifeline threads --format folded | flamegraph.pl --countname threads > threads.svg"
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class ThreadsCommand implements Callable<Integer> {
  @Option(names = "--format", description = "text (default), json or folded.")
  private String format = "text";

  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  ThreadsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return ops.get(caller, "ops/threads", Map.of("format", format));
  }
}
