package io.lifeline.edge.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline inspect}: has a node inspect itself. */
@Command(
    name = "inspect",
    description = {
      "Has a node look at itself and at what it needs, and prints the verdict and what was found,"
          + " the worst first.",
      "The node keeps the report. As a page for a browser, by the id that is printed:",
      "  lifeline inspect ID --output report.html"
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class InspectCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "ID",
      description = "Of an inspection that was made: prints its report as JSON.")
  private @Nullable String id;

  @Option(names = "--list", description = "Prints which inspections were made, as JSON.")
  private boolean list;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      description = "Why you inspect; the report shows it.")
  private @Nullable String reason;

  @Option(names = "--format", description = "text (default) or json; without ID only.")
  private @Nullable String format;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "With ID: writes the page there; must not be there yet.")
  private @Nullable Path output;

  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  InspectCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    boolean makes = id == null && !list;
    if (!makes && (reason != null || format != null)) {
      throw caller.wrongUse("--reason and --format are about a new inspection: expected no ID");
    }
    if (id != null && list) {
      throw caller.wrongUse("--list is about all inspections: expected no ID");
    }
    if (output != null && id == null) {
      throw caller.wrongUse("--output: expected together with an ID");
    }
    if (makes) {
      return inspect();
    }
    return id == null ? ops.get(caller, "ops/inspections", Map.of()) : report(id);
  }

  private int inspect() throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("wait", "yes");
    query.put("format", format == null ? "text" : format);
    if (reason != null) {
      query.put("reason", reason);
    }
    return ops.post(caller, "ops/inspections", query);
  }

  private int report(String of) throws InterruptedException {
    if (!of.matches("[0-9A-Za-z-]+")) {
      throw caller.wrongUse("ID: " + of + " (expected: letters, digits and hyphens)");
    }
    String path = "ops/inspections/" + of;
    if (output == null) {
      return ops.get(caller, path, Map.of("format", "json"));
    }
    if (Files.exists(output)) {
      throw caller.wrongUse("--output: " + output + " (expected: no file that is there already)");
    }
    return ops.download(caller, path, Map.of("format", "html"), output);
  }
}
