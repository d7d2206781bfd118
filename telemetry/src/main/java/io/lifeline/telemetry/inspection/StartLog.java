package io.lifeline.telemetry.inspection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When nodes were started with one report directory, in its file {@value #FILE}: the last {@value
 * #MAX}, a line each with time, node and version. Not thread-safe.
 */
public final class StartLog {
  static final String FILE = "starts.txt";
  static final int MAX = 64;
  private static final long MAX_BYTES = 64L << 10;

  /** One start. */
  public record Start(Instant at, String node, String version) {
    private String line() {
      return at + " " + node + " " + version;
    }

    private static Optional<Start> of(String line) {
      String[] parts = line.split(" ", 3);
      if (parts.length != 3) {
        return Optional.empty();
      }
      try {
        return Optional.of(new Start(Instant.parse(parts[0]), parts[1], parts[2]));
      } catch (DateTimeParseException e) {
        return Optional.empty(); // somebody else wrote it; the next start drops it
      }
    }
  }

  private final Path file;

  public StartLog(Path directory) {
    this.file = directory.resolve(FILE);
  }

  /**
   * Adds a start.
   *
   * @throws IOException if the directory cannot be read or written to
   */
  public void add(Start start) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    List<Start> all = new ArrayList<>(read());
    all.add(start);
    List<String> lines =
        all.subList(Math.max(0, all.size() - MAX), all.size()).stream().map(Start::line).toList();
    Path whole = Files.createTempFile(file.toAbsolutePath().getParent(), FILE, ".part");
    try {
      Files.write(whole, lines);
      Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(whole);
    }
  }

  /**
   * The oldest first; what is no start is left out.
   *
   * @throws IOException if it cannot be read, or is far larger than this makes it
   */
  public List<Start> read() throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    if (Files.size(file) > MAX_BYTES) {
      throw new IOException(file + " is larger than " + MAX_BYTES + " bytes");
    }
    return Files.readAllLines(file).stream().map(Start::of).flatMap(Optional::stream).toList();
  }
}
