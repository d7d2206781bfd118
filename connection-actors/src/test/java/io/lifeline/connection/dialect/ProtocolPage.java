package io.lifeline.connection.dialect;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** {@code PROTOCOL.md} as its tests read it: fenced blocks and tables. */
final class ProtocolPage {
  private static final String FENCE = "```";

  private final List<String> lines;

  private ProtocolPage(List<String> lines) {
    this.lines = lines;
  }

  /**
   * A fenced block.
   *
   * @param marks the words after the fence
   */
  record Example(String marks, String text) {
    @Override
    public String toString() {
      return marks + ": " + text;
    }
  }

  static ProtocolPage read() {
    try {
      return new ProtocolPage(Files.readAllLines(Path.of("PROTOCOL.md")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blocks whose marks begin so, in the page's order. */
  List<Example> examples(String kind) {
    List<Example> examples = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith(FENCE)) {
        int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf(FENCE);
        String marks = lines.get(i).substring(FENCE.length());
        if (marks.startsWith(kind)) {
          examples.add(new Example(marks, String.join("\n", lines.subList(i + 1, end))));
        }
        i = end;
      }
    }
    return examples;
  }

  /** The cells of the table below a heading, without its head. */
  List<List<String>> table(String heading) {
    return lines.stream()
        .dropWhile(line -> !line.equals(heading))
        .dropWhile(line -> !line.startsWith("|"))
        .takeWhile(line -> line.startsWith("|"))
        .skip(2)
        .map(ProtocolPage::cells)
        .toList();
  }

  private static List<String> cells(String row) {
    Stream<String> cells = Arrays.stream(row.substring(1).split("\\|", -1));
    return cells.map(String::trim).filter(cell -> !cell.isEmpty()).toList();
  }
}
