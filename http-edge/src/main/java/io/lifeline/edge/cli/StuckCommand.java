package io.lifeline.edge.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline stuck}: shows which actors of a node do not get on. */
@Command(
    name = "stuck",
    description = {
      "Shows the actors of one node that do not get on, and where: those that have been at one"
          + " message, or at their start or stop, for longer than"
          + " lifeline.telemetry.stuck.message-limit, and those whose mailbox only grows.",
      "Each with the stack of its thread, as it is now. Pekko's own actors may have several, of"
          + " which one is theirs; that is said then."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class StuckCommand implements Callable<Integer> {
  @Option(names = "--format", description = "text (default) or json.")
  private String format = "text";

  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  StuckCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    return ops.get(caller, "ops/stuck", Map.of("format", format));
  }
}
