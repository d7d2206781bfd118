package io.lifeline.connection.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jazzer on one target, in a process of its own. Its corpus begins with the target's seeds and kept
 * inputs; what it finds and all that it prints stays in {@code directory}.
 */
record JazzerRun(FuzzTarget target, Path directory, Duration time, long seed) {
  /** An input may take so long; then it is a finding. */
  private static final Duration INPUT_LIMIT = Duration.ofSeconds(25);

  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Pattern INPUTS =
      Pattern.compile("stat::number_of_executed_units:\\s+(\\d+)");
  private static final Pattern COVERAGE = Pattern.compile("cov: (\\d+)");

  /**
   * How it went.
   *
   * @param inputs that were tried
   * @param coverage edges of Lifeline's code that were reached
   * @param findings files with an input that found something each
   * @param ended whether Jazzer came to its end without a finding
   */
  record Result(
      FuzzTarget target,
      Duration took,
      long inputs,
      long coverage,
      List<Path> findings,
      boolean ended) {
    boolean passed() {
      return ended && findings.isEmpty() && inputs > 0;
    }
  }

  Result run() throws IOException, InterruptedException {
    Path corpus = Files.createDirectories(directory.resolve("corpus"));
    writeSeeds(corpus);
    long started = System.nanoTime();
    Process process =
        new ProcessBuilder(command(corpus))
            .redirectErrorStream(true)
            .redirectOutput(log().toFile())
            .start();
    Thread stopper = new Thread(process::destroyForcibly, "fuzz-stopper");
    Runtime.getRuntime().addShutdownHook(stopper);
    boolean inTime = process.waitFor(time.plus(GRACE).toSeconds(), TimeUnit.SECONDS);
    process.destroyForcibly();
    Runtime.getRuntime().removeShutdownHook(stopper);
    String said = Files.readString(log(), StandardCharsets.ISO_8859_1);
    return new Result(
        target,
        Duration.ofNanos(System.nanoTime() - started),
        last(INPUTS, said),
        last(COVERAGE, said),
        findings(),
        inTime && process.waitFor() == 0);
  }

  Path log() {
    return directory.resolve("jazzer.log");
  }

  private void writeSeeds(Path corpus) throws IOException {
    int number = 0;
    for (FuzzInput input : target.seeds(new SplittableRandom(seed))) {
      Files.write(corpus.resolve("seed-" + number++), input.raw());
    }
    for (Path kept : Targets.kept(target)) {
      Files.write(corpus.resolve("kept-" + kept.getFileName()), Files.readAllBytes(kept));
    }
  }

  private List<String> command(Path corpus) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+EnableDynamicAgentLoading",
        "--enable-native-access=ALL-UNNAMED",
        "-D" + JazzerEntry.TARGET + "=" + target.name(),
        "-cp",
        System.getProperty("java.class.path"),
        "com.code_intelligence.jazzer.Jazzer",
        "--target_class=" + JazzerEntry.class.getName(),
        "--instrumentation_includes=io.lifeline.**",
        "--custom_hook_includes=io.lifeline.**",
        "--reproducer_path=" + directory,
        "-max_total_time=" + time.toSeconds(),
        "-timeout=" + INPUT_LIMIT.toSeconds(),
        "-rss_limit_mb=0", // the targets watch memory themselves; this would count the whole JVM
        "-seed=" + (seed & 0x7fff_ffff),
        "-print_final_stats=1",
        "-artifact_prefix=" + directory + "/",
        corpus.toString());
  }

  private List<Path> findings() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(directory)) {
      files
          .filter(file -> file.getFileName().toString().matches("(crash|timeout|oom|leak)-.*"))
          .forEach(found::add);
    }
    return found;
  }

  private static long last(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    long value = 0;
    while (matcher.find()) {
      value = Long.parseLong(matcher.group(1));
    }
    return value;
  }
}
