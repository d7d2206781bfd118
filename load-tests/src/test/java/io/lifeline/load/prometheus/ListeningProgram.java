package io.lifeline.load.prometheus;

import io.lifeline.load.Poll;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A program of Prometheus' family in a process of its own, which logs where it listens. */
final class ListeningProgram {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final Duration FETCH_LIMIT = Duration.ofMinutes(2);
  private static final Pattern LISTENING = Pattern.compile("\"Listening on\".* address=(\\S+)");

  private ListeningProgram() {}

  /**
   * Starts it and waits until it listens.
   *
   * @param log all that it says
   * @param owner ends the process, from its first moment on
   * @return the root of what it serves
   * @throws IOException with what it said, if it ends instead
   */
  static URI start(List<String> command, Path log, Consumer<AutoCloseable> owner) throws Exception {
    Files.createDirectories(log.toAbsolutePath().getParent());
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    owner.accept(() -> end(process));
    Poll.until(
        START_LIMIT,
        command.get(0),
        () -> {
          if (!process.isAlive()) {
            throw new IOException(command.get(0) + " has ended:\n" + Files.readString(log));
          }
          return address(log).isPresent() ? List.of() : List.of("it does not listen");
        });
    return URI.create("http://" + address(log).orElseThrow());
  }

  private static void end(Process process) {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }

  private static Optional<String> address(Path log) throws IOException {
    Matcher line = LISTENING.matcher(Files.readString(log));
    return line.find() ? Optional.of(line.group(1)) : Optional.empty();
  }

  /**
   * What a script of the telemetry module prints: where a program is, which it fetches if need be.
   *
   * @throws IOException with what it said, if there is none
   */
  static Path install(Path telemetry, String script) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(telemetry.resolve("bin").resolve(script).toString())
            .redirectErrorStream(true)
            .start();
    if (!process.waitFor(FETCH_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException(script + ": nothing within " + FETCH_LIMIT.toSeconds() + " s");
    }
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.exitValue() != 0) {
      throw new IOException(script + ": " + said);
    }
    return Path.of(said.strip());
  }
}
