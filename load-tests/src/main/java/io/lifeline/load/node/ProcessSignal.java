package io.lifeline.load.node;

import java.io.IOException;

/** Signals that Java itself cannot send. */
public enum ProcessSignal {
  /** Stops a process from running while its sockets stay. */
  STOP,
  /** Lets it run on. */
  CONT;

  /**
   * @throws IOException if there is no such process, or it belongs to somebody else
   */
  public void send(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name(), Long.toString(pid)).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + name() + " ended with " + kill.exitValue());
    }
  }
}
