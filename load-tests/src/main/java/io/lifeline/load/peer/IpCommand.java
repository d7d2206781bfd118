package io.lifeline.load.peer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code ip}, which sets up virtual networks. Linux, root only. */
public final class IpCommand {
  private IpCommand() {}

  /**
   * Runs it with these arguments.
   *
   * @throws IOException saying what it said, if it fails
   */
  public static void run(String... arguments) throws IOException, InterruptedException {
    String said = said(List.of(arguments));
    if (!said.isEmpty()) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + said);
    }
  }

  /**
   * Runs it with each of these; what fails, most likely because it is not there, is passed over.
   */
  public static void tryAll(List<List<String>> commands) throws IOException {
    try {
      for (List<String> arguments : commands) {
        said(arguments);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What it said; a command that succeeds says nothing. */
  private static String said(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    return code == 0 ? "" : "exit code " + code + ", " + said.strip();
  }
}
