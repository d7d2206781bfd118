package io.lifeline.edge.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline actors}: shows what lives on a node, or on all nodes. */
@Command(
    name = "actors",
    description = {
      "Shows the living actors of one node, or of all nodes (--cluster): the tree below a path, or"
          + " all of them counted by the pattern of their paths (--groups).",
      "No actor is sent a message or held up. Each line of the tree has the actor's role, the class"
          + " of its behaviour if it has one, the messages that wait for it, and its children.",
      "What --keep keeps, `lifeline diff` compares with. A flame graph:",
      "  lifeline actors --groups --format folded | flamegraph.pl > actors.svg"
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class ActorsCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "PATH",
      description = "Where the tree begins, such as /user/connections; default is the root.")
  private @Nullable String path;

  @Option(names = "--depth", description = "Generations below PATH, 0 to 16; default 2.")
  private @Nullable Integer depth;

  @Option(names = "--children", description = "Shown of each actor, 1 to 1000; default 100.")
  private @Nullable Integer children;

  @Option(
      names = "--page",
      description = "Of the children of PATH, from 0; each has as many as --children says.")
  private @Nullable Integer page;

  @Option(names = "--format", description = "text (default), json or folded.")
  private String format = "text";

  @Option(names = "--groups", description = "Counts all actors by pattern instead.")
  private boolean groups;

  @Option(
      names = "--keep",
      paramLabel = "NAME",
      description = "With --groups: the node keeps the counts under this name; it has the last 16.")
  private @Nullable String keep;

  @Mixin private ScopeOption scope = new ScopeOption();
  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  ActorsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    query.put("format", format);
    scope.addTo(query);
    boolean ofTree = path != null || depth != null || children != null || page != null;
    if (groups && ofTree) {
      throw caller.wrongUse("--groups is about all actors: expected no path, depth or page");
    }
    if (keep != null) {
      if (!groups) {
        throw caller.wrongUse("--keep: expected together with --groups");
      }
      query.put("name", keep);
      return ops.post(caller, "ops/actors/groups", query);
    }
    if (groups) {
      return ops.get(caller, "ops/actors/groups", query);
    }
    put(query, "path", path);
    put(query, "depth", depth);
    put(query, "children", children);
    put(query, "page", page);
    return ops.get(caller, "ops/actors", query);
  }

  private static void put(Map<String, String> query, String key, @Nullable Object value) {
    if (value != null) {
      query.put(key, value.toString());
    }
  }
}
