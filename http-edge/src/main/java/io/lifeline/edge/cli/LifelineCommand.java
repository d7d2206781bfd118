package io.lifeline.edge.cli;

import io.lifeline.edge.node.Version;
import io.lifeline.edge.settings.StartFailure;
import io.lifeline.telemetry.settings.InvalidSettings;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/**
 * The command {@code lifeline}. Exit codes: 0 done, 1 failed, 2 asked or configured wrongly, 3 a
 * node that its cluster went on without.
 */
@Command(
    name = "lifeline",
    description = "A WebSocket push gateway.",
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class,
    subcommands = {
      NodeCommand.class,
      ClusterCommand.class,
      TokenCommand.class,
      PublishCommand.class,
      ActorsCommand.class,
      DiffCommand.class,
      TopCommand.class,
      StuckCommand.class,
      ThreadsCommand.class,
      ConnectionsCommand.class,
      RecordCommand.class,
      InspectCommand.class
    })
public final class LifelineCommand implements Runnable {
  static final int FAILED = 1;
  static final int WRONG = 2;
  static final int ISOLATED = 3;

  @Mixin private Caller caller = new Caller();

  /** Says which version this is. */
  static final class Versions implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"lifeline " + Version.current()};
    }
  }

  LifelineCommand() {}

  /** Runs one command; the answer is the exit code. */
  public static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new LifelineCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((problem, command, parsed) -> explain(problem, command));
  }

  @Override
  public void run() {
    throw caller.wrongUse("Missing command");
  }

  /** One line for each problem that the caller can mend; a stack trace only for our own bugs. */
  private static int explain(Exception problem, CommandLine command) throws Exception {
    PrintWriter err = command.getErr();
    if (problem instanceof InvalidSettings invalid) {
      invalid.problems().forEach(line -> err.println("lifeline: " + line));
      return WRONG;
    }
    if (problem instanceof StartFailure failure) {
      err.println("lifeline: " + failure.getMessage());
      return WRONG;
    }
    throw problem;
  }
}
