package io.lifeline.telemetry.inspection.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reports in a directory: {@code report-ID.html} and {@code report-ID.json}. The oldest make room
 * when there are too many, or too many bytes of them; other files are left alone. Not thread-safe.
 */
final class ReportFiles {
  private static final String START = "report-";
  private static final String PAGE = ".html";
  private static final String DATA = ".json";
  private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

  private final Path directory;
  private final int keep;
  private final long keepBytes;

  /**
   * @param keep reports at most
   * @param keepBytes of all of them at most
   */
  ReportFiles(Path directory, int keep, long keepBytes) {
    this.directory = directory;
    this.keep = keep;
    this.keepBytes = keepBytes;
  }

  /**
   * Writes both files, each whole or not at all.
   *
   * @throws IOException if the directory cannot be made or written to, or is full
   */
  void write(String id, String page, String data) throws IOException {
    Files.createDirectories(directory);
    write(START + id + DATA, data);
    write(START + id + PAGE, page);
    makeRoom();
  }

  private void write(String name, String text) throws IOException {
    Path part = Files.createTempFile(directory, START, ".part");
    try {
      Files.writeString(part, text);
      Files.move(part, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private void makeRoom() throws IOException {
    List<String> ids = ids();
    long bytes = 0;
    for (int i = 0; i < ids.size(); i++) {
      Path page = directory.resolve(START + ids.get(i) + PAGE);
      Path data = directory.resolve(START + ids.get(i) + DATA);
      bytes += size(page) + size(data);
      boolean newest = i == 0; // stays, however large
      if (!newest && (i >= keep || bytes > keepBytes)) {
        Files.deleteIfExists(page);
        Files.deleteIfExists(data);
      }
    }
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * The newest first.
   *
   * @throws IOException if the directory cannot be read
   */
  List<String> ids() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    List<String> ids = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, START + "*" + DATA)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        ids.add(name.substring(START.length(), name.length() - DATA.length()));
      }
    }
    ids.sort(Comparator.reverseOrder());
    return ids;
  }

  Optional<String> page(String id) throws IOException {
    return read(id, PAGE);
  }

  Optional<String> data(String id) throws IOException {
    return read(id, DATA);
  }

  /** What a caller asks for is a name, never a path. */
  private Optional<String> read(String id, String ending) throws IOException {
    if (!ID.matcher(id).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          Files.readString(directory.resolve(START + id + ending), StandardCharsets.UTF_8));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
