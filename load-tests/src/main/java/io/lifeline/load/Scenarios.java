package io.lifeline.load;

import io.lifeline.edge.cli.Caller;
import io.lifeline.load.cluster.ClusterScenarios;
import io.lifeline.load.node.NodeLaunch;
import io.lifeline.load.scenario.AllScenarios;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The command line of the scenarios. Exit code 0 if all passed, 1 if one failed, 2 for wrong usage.
 */
@Command(
    name = "scenarios",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Plays load and fault scenarios against a real Lifeline node, each in its own"
            + " process, and checks an invariant after each.")
public final class Scenarios implements Callable<Integer> {
  @Mixin private Caller caller = new Caller();

  @Option(names = "--list", description = "Name the scenarios and their invariants, play none.")
  private boolean list;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Play only these; a name may end with *.")
  private List<String> only = List.of();

  @Option(names = "--skip", split = ",", paramLabel = "NAME", description = "Leave these out.")
  private List<String> skip = List.of();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      description = "Play all of them N times (default: 1).")
  private int repeat;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Play the same random choices again (default: a new seed, which is printed).")
  private @Nullable Long seed;

  @Option(
      names = "--scale",
      paramLabel = "X",
      defaultValue = "1",
      description = "Multiply the number of connections, for example 0.1 for a quick look.")
  private double scale;

  @Option(names = "--verbose", description = "Keep every step on the screen.")
  private boolean verbose;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      defaultValue = "load-tests/target/scenarios",
      description = "For logs and configuration of the nodes (default: ${DEFAULT-VALUE}).")
  private Path directory = Path.of("load-tests/target/scenarios");

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The node to test (default: http-edge/target/lifeline.jar).")
  private @Nullable Path jar;

  @Option(
      names = "--node-main",
      paramLabel = "CLASS",
      description = "Start nodes by this main class instead, to see a check fail.")
  private @Nullable String nodeMain;

  @Option(
      names = "--node-class-path",
      paramLabel = "PATH",
      description = "The class path for --node-main.")
  private @Nullable String nodeClassPath;

  private final Catalogue catalogue;
  private final PrintStream out;
  private final boolean terminal;

  Scenarios(Catalogue catalogue, PrintStream out, boolean terminal) {
    this.catalogue = catalogue;
    this.out = out;
    this.terminal = terminal;
  }

  /** Runs and exits. The launcher script says by a system property whether it has a terminal. */
  public static void main(String[] arguments) {
    Catalogue catalogue = new Catalogue(everything());
    boolean terminal = Boolean.getBoolean("scenarios.terminal");
    System.exit(commandLine(new Scenarios(catalogue, System.out, terminal)).execute(arguments));
  }

  private static List<Scenario> everything() {
    List<Scenario> all = new ArrayList<>(AllScenarios.list());
    all.addAll(ClusterScenarios.list());
    return all;
  }

  static CommandLine commandLine(Scenarios scenarios) {
    return new CommandLine(scenarios);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (list) {
      catalogue.all().forEach(this::describe);
      return 0;
    }
    List<Scenario> chosen = checked();
    long firstSeed = seed == null ? ThreadLocalRandom.current().nextInt(1_000_000) : seed;
    out.println("seed " + firstSeed);
    Runner.Settings settings =
        new Runner.Settings(launch(), directory, firstSeed, repeat, scale, verbose);
    Progress progress = new Progress(out, terminal, InstantSource.system());
    List<Outcome> outcomes = new Runner(settings, progress).run(chosen);
    out.println();
    Summary.lines(outcomes, firstSeed).forEach(out::println);
    return outcomes.stream().noneMatch(Outcome::failed) ? 0 : 1;
  }

  private void describe(Scenario scenario) {
    out.println(String.format(Locale.ROOT, "%-18s %s", scenario.name(), scenario.invariant()));
  }

  private List<Scenario> checked() {
    if (repeat < 1) {
      throw caller.wrongUse("--repeat: " + repeat + " (expected: at least 1)");
    }
    if (!(scale > 0 && scale <= 100)) {
      throw caller.wrongUse("--scale: " + scale + " (expected: above 0, at most 100)");
    }
    if ((nodeMain == null) != (nodeClassPath == null)) {
      throw caller.wrongUse("--node-main and --node-class-path belong together");
    }
    try {
      return catalogue.choose(only, skip);
    } catch (IllegalArgumentException e) {
      throw caller.wrongUse(String.valueOf(e.getMessage()));
    }
  }

  private NodeLaunch launch() {
    if (nodeMain != null && nodeClassPath != null) {
      return NodeLaunch.ofMainClass(nodeClassPath, nodeMain);
    }
    try {
      return NodeLaunch.ofJar(jar == null ? NodeLaunch.jarOfThisRepository() : jar);
    } catch (IllegalStateException e) {
      throw caller.wrongUse(String.valueOf(e.getMessage()));
    }
  }
}
