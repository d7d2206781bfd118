package io.lifeline.connection.fuzz;

import io.lifeline.connection.ConnectionTarget;
import io.lifeline.connection.HeadsTarget;
import io.lifeline.connection.dialect.CommandsTarget;
import io.lifeline.connection.websocket.DeflateTarget;
import io.lifeline.connection.websocket.FramesTarget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** All targets, and the inputs that are kept for each. */
final class Targets {
  /** Inputs that found something once, by target: a file each, whose name says what it was. */
  private static final Path KEPT = Path.of("src", "test", "resources", "fuzz");

  private Targets() {}

  static List<FuzzTarget> all() {
    return List.of(
        new FramesTarget(),
        new DeflateTarget(),
        new HeadsTarget(),
        new CommandsTarget(),
        new ConnectionTarget());
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  static FuzzTarget named(String name) {
    return all().stream()
        .filter(target -> target.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no fuzz target: " + name));
  }

  static List<Path> kept(FuzzTarget target) {
    Path directory = KEPT.resolve(target.name());
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
