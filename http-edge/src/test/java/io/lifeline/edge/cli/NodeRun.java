package io.lifeline.edge.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A development node of the built jar in a process of its own; its log goes to a file. */
public final class NodeRun implements AutoCloseable {
  private static final String JAR = Path.of("target", "lifeline.jar").toString();
  private static final int START_SECONDS = 60;
  private static final Pattern READY =
      Pattern.compile(
          "Lifeline is ready: (wss?://\\S+) {2}https?://\\S+ {2}ops (http://\\S+) {2}cluster (\\S+)");

  private final Process process;
  private final Matcher ready;
  private final Path log;

  private NodeRun(Process process, Matcher ready, Path log) {
    this.process = process;
    this.ready = ready;
    this.log = log;
  }

  /** Returns when the node is ready. */
  public static NodeRun start(Path directory, String config) throws IOException {
    return start(directory, config, List.of());
  }

  /** The same, of a process that may have so many descriptors at most. */
  static NodeRun withDescriptors(int most, Path directory, String config) throws IOException {
    return start(
        directory, config, List.of("bash", "-c", "ulimit -n " + most + "; exec \"$@\"", "node"));
  }

  /** The same, of a process that has these variables as well. */
  public static NodeRun inEnvironment(Map<String, String> variables, Path directory, String config)
      throws IOException {
    List<String> through = new ArrayList<>(List.of("env"));
    variables.forEach((name, value) -> through.add(name + "=" + value));
    return start(directory, config, through);
  }

  private static NodeRun start(Path directory, String config, List<String> through)
      throws IOException {
    Path file = Files.writeString(directory.resolve("node.conf"), config);
    Path log = directory.resolve("node.log");
    List<String> command = new ArrayList<>(through);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-jar",
            JAR,
            "node",
            "--dev",
            "--port=0",
            "--ops-port=0",
            "--config=" + file));
    Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    String line = firstLineOf(process);
    Matcher ready = READY.matcher(line == null ? "" : line);
    if (!ready.matches()) {
      process.destroyForcibly();
      throw new AssertionError("not ready: " + line + "\n" + Files.readString(log));
    }
    return new NodeRun(process, ready, log);
  }

  /**
   * Waits for it as long as a node may take to start, and then ends the process, and so the wait.
   */
  private static @Nullable String firstLineOf(Process process) throws IOException {
    CompletableFuture<String> said = new CompletableFuture<>();
    said.orTimeout(START_SECONDS, TimeUnit.SECONDS)
        .exceptionally(
            tooLate -> {
              process.destroyForcibly();
              return "";
            });
    String line = process.inputReader().readLine();
    said.complete(line);
    return line;
  }

  public URI webSocket() {
    return URI.create(ready.group(1));
  }

  URI ops() {
    return URI.create(ready.group(2));
  }

  /** Where other nodes reach it, as {@code --join} wants it. */
  public String cluster() {
    return ready.group(3);
  }

  /** What it has logged so far. */
  public String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sends SIGTERM. */
  void terminate() {
    assertThat(process.toHandle().destroy()).isTrue();
  }

  /** Sends SIGHUP. */
  void hangUp() throws IOException, InterruptedException {
    signal("HUP");
  }

  /** Freezes it: it keeps its sockets and does nothing. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  private void signal(String name) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  int exitCodeWithin(int seconds) throws InterruptedException {
    assertThat(process.waitFor(seconds, TimeUnit.SECONDS)).as("ended").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.getInputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
