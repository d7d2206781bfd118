package io.lifeline.edge.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lifeline connections}: shows the connections of a node, or of all, and one's story. */
@Command(
    name = "connections",
    description = {
      "Shows the connections of one node, or of all nodes (--cluster), or the story of the one with"
          + " ID: its states, missed beats, round trips, queue, and why it ended. Ids are in the log"
          + " and in recordings.",
      "No actor is sent a message or held up. Of connections that ended the last ones are known:",
      "  lifeline connections --which troubled",
      "  lifeline connections --which ended --reason slow_consumer"
    },
    mixinStandardHelpOptions = true,
    versionProvider = LifelineCommand.Versions.class)
final class ConnectionsCommand implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "ID", description = "One connection, as 4fk20z-1c.")
  private @Nullable String id;

  @Option(
      names = "--which",
      description =
          "live (default), ended, or troubled: with missed beats, or ended as it should not be.")
  private @Nullable String which;

  @Option(
      names = "--state",
      description =
          "Of those that live: websocket (default: active or closing), opening, http, active,"
              + " closing or all.")
  private @Nullable String state;

  @Option(names = "--reason", description = "Of those that ended: why, such as silent_peer.")
  private @Nullable String reason;

  @Option(names = "--user", description = "Those of one user only.")
  private @Nullable String user;

  @Option(
      names = "--sort",
      description =
          "Those that live with the most first: age (default), round_trip, missed or queue.")
  private @Nullable String sort;

  @Option(names = "--limit", description = "Shown at most; default 100.")
  private @Nullable Integer limit;

  @Option(names = "--page", description = "From 0; each has as many as --limit says.")
  private @Nullable Integer page;

  @Option(names = "--format", description = "text (default) or json.")
  private String format = "text";

  @Mixin private ScopeOption scope = new ScopeOption();
  @Mixin private OpsCaller ops = new OpsCaller();
  @Mixin private Caller caller = new Caller();

  ConnectionsCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    Map<String, String> query = new LinkedHashMap<>();
    put(query, "which", which);
    put(query, "state", state);
    put(query, "reason", reason);
    put(query, "user", user);
    put(query, "sort", sort);
    put(query, "limit", limit);
    put(query, "page", page);
    if (id == null) {
      query.put("format", format);
      scope.addTo(query);
      return ops.get(caller, "ops/connections", query);
    }
    if (!query.isEmpty()) {
      throw caller.wrongUse(
          "ID: " + id + " (expected: no --" + query.keySet().iterator().next() + " with it)");
    }
    query.put("format", format);
    scope.addTo(query);
    String segment = URLEncoder.encode(id, StandardCharsets.UTF_8).replace("+", "%20");
    return ops.get(caller, "ops/connections/" + segment, query);
  }

  private static void put(Map<String, String> query, String key, @Nullable Object value) {
    if (value != null) {
      query.put(key, value.toString());
    }
  }
}
