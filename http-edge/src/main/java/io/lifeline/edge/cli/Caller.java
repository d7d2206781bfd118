package io.lifeline.edge.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Whoever has called a command, to be answered: a mixin for commands, also those of other modules.
 */
@Command // which makes it one for picocli
public final class Caller {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** What the caller asked for. */
  public PrintWriter out() {
    return command.commandLine().getOut();
  }

  /** What else the caller should know. */
  public PrintWriter err() {
    return command.commandLine().getErr();
  }

  /** To be thrown: says what was wrong above how to use the command, with exit code 2. */
  public ParameterException wrongUse(String problem) {
    return new ParameterException(command.commandLine(), problem);
  }

  /** As {@link #wrongUse(String)}, for what something else has found wrong. */
  public ParameterException wrongUse(String problem, Throwable cause) {
    return new ParameterException(command.commandLine(), problem, cause);
  }
}
