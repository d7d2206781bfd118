package io.lifeline.edge.cli;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;

/**
 * A node in a process of its own, started by this one. What it prints is passed on line by line,
 * with its name before it. It drains by itself should this process end. Thread-safe.
 */
final class ChildNode {
  private final String name;
  private final Process process;
  private final CompletableFuture<Integer> ended;

  /** Empty if it ended without having been ready. */
  private final CompletableFuture<Optional<ReadyNode>> ready = new CompletableFuture<>();

  private ChildNode(String name, Process process, IntConsumer onEnd) {
    this.name = name;
    this.process = process;
    this.ended =
        process
            .onExit()
            .thenApply(
                gone -> {
                  onEnd.accept(gone.exitValue());
                  return gone.exitValue();
                });
  }

  /**
   * Starts the program that runs here as a node.
   *
   * @param arguments of the command {@code node}
   * @param to where its output goes
   * @param onEnd is told its exit code, on any thread
   */
  static ChildNode start(String name, List<String> arguments, PrintWriter to, IntConsumer onEnd) {
    List<String> command = new ArrayList<>(ownProgram());
    command.add("node");
    command.addAll(arguments);
    command.add("--stop-with-parent");
    command.add("--leave-interrupts-to-parent");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      ChildNode child = new ChildNode(name, process, onEnd);
      Thread reader = new Thread(() -> child.passOn(process.getInputStream(), to), name);
      reader.setDaemon(true);
      reader.start();
      return child;
    } catch (IOException e) {
      throw new UncheckedIOException("a node could not be started", e);
    }
  }

  private static List<String> ownProgram() {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classPath = System.getProperty("java.class.path");
    return classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)
        ? List.of(java, "-jar", classPath)
        : List.of(java, "-cp", classPath, "io.lifeline.edge.Lifeline");
  }

  private void passOn(InputStream output, PrintWriter to) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        to.println(name + " | " + line);
        ReadyNode.in(line).ifPresent(addresses -> ready.complete(Optional.of(addresses)));
      }
    } catch (IOException e) {
      to.println(name + " | its output cannot be read: " + e.getMessage());
    } finally {
      ready.complete(Optional.empty());
    }
  }

  /** Waits until it is ready, or has ended, which is then empty. */
  Optional<ReadyNode> awaitReady() {
    return ready.join();
  }

  /** Completes with its exit code. */
  CompletableFuture<Integer> ended() {
    return ended;
  }

  /** Lets it drain. */
  void terminate() {
    process.toHandle().destroy(); // Process.destroy would also close its output
  }

  void kill() {
    process.destroyForcibly();
  }
}
