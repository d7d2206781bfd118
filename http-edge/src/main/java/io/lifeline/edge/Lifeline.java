package io.lifeline.edge;

import io.lifeline.edge.cli.LifelineCommand;

/** The entry point of {@code lifeline.jar}. */
public final class Lifeline {
  private Lifeline() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(LifelineCommand.run(arguments));
  }
}
