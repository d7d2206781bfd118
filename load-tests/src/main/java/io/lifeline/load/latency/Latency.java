package io.lifeline.load.latency;

import io.lifeline.edge.cli.Caller;
import io.lifeline.load.latency.Measurement.Observed;
import io.lifeline.load.latency.Target.Wrapping;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line of the latency measurement. Exit code 0 if it measured, 1 if the server left
 * nothing to measure, 2 for wrong usage.
 */
@Command(
    name = "latency",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    subcommands = LatencyPlot.class,
    description = {
      "Measures how long a message takes to all subscribers, in an open loop at shares of the"
          + " rate at which the server saturates.",
      "Prints a line of JSON for each load; times in it are milliseconds."
    })
public final class Latency implements Callable<Integer> {
  private static final Duration TIME_TO_OPEN = Duration.ofSeconds(60);
  private static final double NANOS_PER_MILLI = 1e6;

  @Mixin private Caller caller = new Caller();

  @Option(
      names = "--name",
      defaultValue = "server",
      description = "What to call the server in results and plots (default: ${DEFAULT-VALUE}).")
  private String name = "server";

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: 127.0.0.1.")
  private String host = "127.0.0.1";

  @Option(names = "--port", defaultValue = "8080", description = "Default: 8080.")
  private int port;

  @Option(
      names = "--subscribe",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "Where a WebSocket receives every message (default: /).")
  private String subscribe = "/";

  @Option(
      names = "--publish",
      paramLabel = "PATH",
      defaultValue = "/",
      description = "Where a WebSocket's texts are published (default: /).")
  private String publish = "/";

  @Option(names = "--prefix", defaultValue = "", description = "Text before each message.")
  private String prefix = "";

  @Option(names = "--suffix", defaultValue = "", description = "Text after each message.")
  private String suffix = "";

  @Option(
      names = "--bytes",
      defaultValue = "64",
      description = "Of a message, without prefix and suffix (default: 64).")
  private int bytes;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Subscribers (default: 1000).")
  private int connections;

  @Option(
      names = "--fractions",
      split = ",",
      paramLabel = "F",
      defaultValue = "0.25,0.5,0.75",
      description = "Of the saturation rate, one step for each (default: ${DEFAULT-VALUE}).")
  private List<Double> fractions = List.of();

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "R",
      description = "Messages a second instead; the saturation rate is not measured then.")
  private List<Double> rates = List.of();

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "20",
      description = "Of each step, and of the saturated loop at most 5 (default: 20).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "S",
      defaultValue = "10",
      description = "Seconds saturated before all, and at the rate before each step (default: 10).")
  private int warmUp;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Writes NAME.jsonl for the plot and a .hgrm file for each step, too.")
  private @Nullable Path output;

  private final PrintStream out;
  private final PrintStream progress;

  Latency(PrintStream out, PrintStream progress) {
    this.out = out;
    this.progress = progress;
  }

  /** Runs and exits. */
  public static void main(String[] arguments) {
    System.exit(commandLine(new Latency(System.out, System.err)).execute(arguments));
  }

  static CommandLine commandLine(Latency latency) {
    return new CommandLine(latency);
  }

  @Override
  public Integer call() throws IOException {
    check();
    Target target =
        new Target(
            new InetSocketAddress(host, port), subscribe, publish, new Wrapping(prefix, suffix));
    say("%s: opening %d connections", name, connections);
    try (ClientLoop loop = ClientLoop.open(target, connections, bytes, TIME_TO_OPEN)) {
      List<String> lines = measure(new Measurement(loop, connections));
      if (output != null) {
        Files.write(Files.createDirectories(output).resolve(name + ".jsonl"), lines);
      }
      return 0;
    } catch (MeasurementFailed e) {
      say("%s: %s", name, String.valueOf(e.getMessage()));
      return 1;
    }
  }

  private void check() {
    require("--connections", connections, 1, 60_000);
    require("--bytes", bytes, 1, 32 << 10);
    require("--seconds", seconds, 1, 600);
    require("--warm-up", warmUp, 0, 120);
    require("--port", port, 1, 65_535);
    if (rates.stream().anyMatch(rate -> !(rate > 0))) {
      throw caller.wrongUse("--rates: " + rates + " (expected: above 0)");
    }
    if (fractions.stream().anyMatch(fraction -> !(fraction > 0 && fraction <= 2))) {
      throw caller.wrongUse("--fractions: " + fractions + " (expected: above 0, at most 2)");
    }
  }

  private void require(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw caller.wrongUse(option + ": " + value + " (expected: " + least + " to " + most + ")");
    }
  }

  private List<String> measure(Measurement measurement) throws IOException {
    List<String> lines = new ArrayList<>();
    if (warmUp > 0) {
      say("%s: warming up for %d s", name, warmUp);
      measurement.saturate(Duration.ofSeconds(warmUp));
    }
    if (!rates.isEmpty()) {
      for (double rate : rates) {
        String load = String.format(Locale.ROOT, "%.0f messages a second", rate);
        lines.add(step(measurement, load, 0, rate));
      }
      return lines;
    }
    double saturation = measurement.saturate(Duration.ofSeconds(Math.min(5, seconds)));
    say("%s: saturated at %.0f deliveries a second", name, saturation);
    for (double fraction : fractions) {
      String load = String.format(Locale.ROOT, "%.0f %% of saturation", fraction * 100);
      lines.add(step(measurement, load, saturation, saturation * fraction / connections));
    }
    return lines;
  }

  private String step(Measurement measurement, String load, double saturation, double rate)
      throws IOException {
    say("%s: %s, %.1f messages a second", name, load, rate);
    Observed observed =
        measurement.atRate(
            rate, Duration.ofSeconds(Math.min(warmUp, seconds)), Duration.ofSeconds(seconds));
    Step step =
        new Step(
            name,
            load,
            connections,
            Math.rint(saturation),
            rate,
            observed.sent(),
            observed.delivered(),
            observed.sent() * connections - observed.delivered(),
            Percentiles.at(observed.sendLate(), 99),
            observed.generatorCpu(),
            Percentiles.named(observed.latency()),
            Percentiles.curve(observed.latency()));
    out.println(step.toJson());
    if (output != null) {
      writeDistribution(
          Files.createDirectories(output).resolve(fileName(load)), observed.latency());
    }
    return step.toJson();
  }

  /** For example bun-25.hgrm. */
  private String fileName(String load) {
    return name + "-" + load.substring(0, load.indexOf(' ')) + ".hgrm";
  }

  private static void writeDistribution(Path file, Histogram nanos) throws IOException {
    try (PrintStream stream = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
      nanos.outputPercentileDistribution(stream, NANOS_PER_MILLI);
    }
  }

  private void say(String format, Object... values) {
    progress.println(String.format(Locale.ROOT, format, values));
  }
}
