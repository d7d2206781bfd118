package io.lifeline.connection.fuzz;

import io.lifeline.connection.fuzz.JazzerRun.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs Jazzer on every target, one after the other, for a given time in all. Prints a line for each
 * and last a summary in JSON, which it also leaves as {@code summary.json}. Exit code 1 if one of
 * them found something or could not run.
 *
 * <p>Arguments: seconds, the directory for everything that it writes, and then names of targets if
 * it is not all of them.
 */
public final class FuzzRun {
  private static final int SHOWN_LINES = 60;

  private FuzzRun() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Duration time = Duration.ofSeconds(Long.parseLong(arguments[0]));
    Path directory = Path.of(arguments[1]).toAbsolutePath();
    List<FuzzTarget> targets = targets(List.of(arguments).subList(2, arguments.length));
    long seed = Long.getLong("seed", System.nanoTime());
    System.out.printf(
        Locale.ROOT,
        "fuzzing %d targets for %d s in all on Java %s, -Dfuzz.seed=%d%n",
        targets.size(),
        time.toSeconds(),
        System.getProperty("java.version"),
        seed);
    clear(directory);
    List<Result> results = new ArrayList<>();
    for (FuzzTarget target : targets) {
      JazzerRun run =
          new JazzerRun(
              target, directory.resolve(target.name()), time.dividedBy(targets.size()), seed);
      Result result = run.run();
      report(result, run);
      results.add(result);
    }
    String summary = summary(results);
    Files.writeString(directory.resolve("summary.json"), summary + "\n");
    System.out.println("fuzz-summary " + summary);
    System.exit(results.stream().allMatch(Result::passed) ? 0 : 1);
  }

  private static List<FuzzTarget> targets(List<String> names) {
    return names.isEmpty() ? Targets.all() : names.stream().map(Targets::named).toList();
  }

  private static void report(Result result, JazzerRun run) throws IOException {
    System.out.printf(
        Locale.ROOT,
        "%-12s %,12d inputs in %d s, %,d edges covered: %s%n",
        result.target().name(),
        result.inputs(),
        result.took().toSeconds(),
        result.coverage(),
        result.passed() ? "nothing found" : "FAILED");
    if (!result.passed()) {
      List<String> lines = Files.readString(run.log()).lines().toList();
      lines.stream().skip(Math.max(0, lines.size() - SHOWN_LINES)).forEach(System.out::println);
      result.findings().forEach(file -> System.out.println("found by the input " + file));
    }
  }

  private static String summary(List<Result> results) {
    String targets =
        results.stream()
            .map(
                result ->
                    String.format(
                        Locale.ROOT,
                        "{\"name\":\"%s\",\"seconds\":%d,\"inputs\":%d,\"edges\":%d,"
                            + "\"findings\":%d,\"passed\":%b}",
                        result.target().name(),
                        result.took().toSeconds(),
                        result.inputs(),
                        result.coverage(),
                        result.findings().size(),
                        result.passed()))
            .collect(Collectors.joining(","));
    return String.format(
        Locale.ROOT,
        "{\"inputs\":%d,\"passed\":%b,\"targets\":[%s]}",
        results.stream().mapToLong(Result::inputs).sum(),
        results.stream().allMatch(Result::passed),
        targets);
  }

  /** What an earlier run has left would count as found by this one. */
  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    Files.createDirectories(directory);
  }
}
