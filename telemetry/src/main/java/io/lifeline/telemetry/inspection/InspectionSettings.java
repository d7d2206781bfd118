package io.lifeline.telemetry.inspection;

import io.lifeline.telemetry.settings.SettingsReader;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a node is inspected, from {@code lifeline.telemetry.inspection}.
 *
 * @param directory where reports are written; empty: they stay in memory, the last few of them
 * @param keep reports in the directory at most
 * @param keepBytes of all reports in the directory at most
 * @param checkTimeout of one check
 * @param every how often the node inspects itself; zero: never
 * @param dependencies whose reachability is checked
 */
public record InspectionSettings(
    Optional<Path> directory,
    int keep,
    int keepBytes,
    Duration checkTimeout,
    Duration every,
    List<Dependency> dependencies) {
  private static final int MAX_DEPENDENCIES = 32;
  private static final Duration OFTEN = Duration.ofSeconds(5);
  private static final int MEBIBYTE = 1 << 20;

  public InspectionSettings {
    dependencies = List.copyOf(dependencies);
  }

  /** Reads {@code lifeline.telemetry.inspection}; problems go to the reader. */
  public static InspectionSettings from(SettingsReader reader) {
    return new InspectionSettings(
        directory(reader),
        reader.number("keep", 1, 10_000),
        reader.bytes("keep-bytes", MEBIBYTE, Integer.MAX_VALUE),
        reader.duration("check-timeout", Duration.ofMillis(100), Duration.ofSeconds(20)),
        every(reader),
        dependencies(reader));
  }

  private static Optional<Path> directory(SettingsReader reader) {
    String text = reader.text("directory");
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
    } catch (InvalidPathException e) {
      reader.reject("directory", "a directory's path, or empty");
      return Optional.empty();
    }
  }

  private static Duration every(SettingsReader reader) {
    Duration every = reader.duration("every", Duration.ZERO, Duration.ofDays(7));
    if (!every.isZero() && every.compareTo(OFTEN) < 0) {
      reader.reject("every", "0s for never, or at least " + OFTEN.toSeconds() + "s");
    }
    return every;
  }

  private static List<Dependency> dependencies(SettingsReader reader) {
    List<String> texts = reader.texts("dependencies");
    List<Dependency> parsed = texts.stream().map(Dependency::of).flatMap(Optional::stream).toList();
    if (parsed.size() < texts.size()) {
      String wrong =
          texts.stream()
              .filter(text -> Dependency.of(text).isEmpty())
              .map(text -> text.contains("@") ? "(hidden)" : text)
              .collect(Collectors.joining(", "));
      reader.rejectShown("dependencies", wrong, "each " + Dependency.EXPECTED);
    }
    if (parsed.size() > MAX_DEPENDENCIES) {
      reader.rejectShown("dependencies", texts.size() + " of them", "at most " + MAX_DEPENDENCIES);
    }
    HashSet<String> names = new HashSet<>();
    List<String> twice =
        parsed.stream().map(Dependency::name).filter(name -> !names.add(name)).toList();
    if (!twice.isEmpty()) {
      reader.rejectShown("dependencies", String.join(", ", twice), "each of them once");
    }
    return parsed;
  }

  /** Dependencies by their names, which hide what may be secret. */
  @Override
  public String toString() {
    return ("InspectionSettings[directory=%s, keep=%d, keepBytes=%d, checkTimeout=%s, every=%s,"
            + " dependencies=%s]")
        .formatted(
            directory.map(Path::toString).orElse("none"),
            keep,
            keepBytes,
            checkTimeout,
            every,
            dependencies.stream().map(Dependency::name).toList());
  }
}
