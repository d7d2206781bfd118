package io.lifeline.edge.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lifeline diff}: shows which actors a node, or all nodes, have more of than before. */
@Command(
    name = "diff",
    description = {
      "Shows which groups of actors of a node have changed since a kept count, first those that"
          + " grew most, with the paths of some that are there now; with --cluster of all nodes.",
      "Keep one first, and compare later:",
      "  lifeline actors --groups --keep before",
      "  lifeline diff --since before",
      "With --cluster both: every node keeps its own under the name."
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class DiffCommand implements Callable<Integer> {
  @Option(
      names = "--since",
      paramLabel = "NAME",
      description = "The name it was kept under; default is the one kept last.")
  private @Nullable String since;

  @Option(names = "--format", description = "text (default) or json.")
  private String format = "text";

  @Mixin private ScopeOption scope = new ScopeOption();
  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  DiffCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("format", format);
    scope.addTo(query);
    if (since != null) {
      query.put("since", since);
    }
    return ops.get(caller, "ops/actors/diff", query);
  }
}
