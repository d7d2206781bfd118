package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.ops.cluster.NodeAnswer;
import io.lifeline.telemetry.inspection.Check;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * How the other nodes of the cluster say that they are. What is wrong with one of them is a note,
 * since it inspects itself; one that does not answer cannot say so, and is a warning.
 *
 * @param limit longer than what a node has to answer
 * @param ask for the {@link Overview} of all others; never fails
 */
record OtherNodes(Duration limit, Supplier<CompletionStage<List<NodeAnswer>>> ask)
    implements Check {
  private static final List<String> COLUMNS =
      List.of(
          "node",
          "address",
          "phase",
          "WebSockets",
          "heap",
          "descriptors",
          "leak suspects",
          "stuck actors");

  /**
   * What one of them said.
   *
   * @param overview nothing if it did not answer, or not with an overview
   */
  private record Told(NodeAnswer answer, Optional<JsonNode> overview) {
    static Told by(NodeAnswer answer) {
      return new Told(answer, answer.json());
    }

    String silence() {
      String why = answer.why().isEmpty() ? "what it said is no overview" : answer.why();
      return answer.address() + " (" + why + ")";
    }
  }

  @Override
  public String name() {
    return "nodes";
  }

  @Override
  public CompletionStage<List<Finding>> run() {
    return ask.get().thenApply(OtherNodes::findings);
  }

  static List<Finding> findings(List<NodeAnswer> answers) {
    if (answers.isEmpty()) {
      return List.of(Finding.of(Severity.OK, "There is no other node."));
    }
    List<Told> all = answers.stream().map(Told::by).toList();
    List<String> silent =
        all.stream().filter(told -> told.overview().isEmpty()).map(Told::silence).toList();
    List<String> troubled = new ArrayList<>();
    for (Told told : all) {
      told.overview().ifPresent(overview -> addTrouble(told.answer().node(), overview, troubled));
    }
    List<Finding> findings = new ArrayList<>();
    if (!silent.isEmpty()) {
      findings.add(silent(silent, all.size()));
    }
    if (!troubled.isEmpty()) {
      findings.add(troubled(troubled, all.size()));
    }
    if (findings.isEmpty()) {
      findings.add(
          Finding.of(
              Severity.OK,
              "All other nodes (%d) answer and serve, without leak suspects or stuck actors."
                  .formatted(all.size())));
    }
    findings.set(0, findings.get(0).with(table(all)));
    return findings;
  }

  private static Finding silent(List<String> silent, int of) {
    return Finding.of(
            Severity.WARNING,
            "%d of %d other nodes did not say how they are: %s."
                .formatted(silent.size(), of, String.join(", ", silent)))
        .next(
            "Look at the log of each, and whether its process gets on: its ops listener may answer"
                + " where its actors do not.",
            "A node of an earlier release cannot be asked; that is no fault.");
  }

  private static Finding troubled(List<String> troubled, int of) {
    return Finding.of(
            Severity.NOTE,
            "%d of %d other nodes are not as they should be: %s."
                .formatted(troubled.size(), of, String.join("; ", troubled)))
        .next("Inspect each: lifeline inspect, at its ops listener.");
  }

  private static void addTrouble(String node, JsonNode overview, List<String> troubled) {
    List<String> what = new ArrayList<>();
    if (!overview.path("ready").asBoolean()) {
      what.add(overview.path("phase").asText());
    }
    addCount(exported(overview, "leak_suspects"), "leak suspects", what);
    addCount(exported(overview, "stuck_actors"), "stuck actors", what);
    if (!what.isEmpty()) {
      troubled.add(node + " (" + String.join(", ", what) + ")");
    }
  }

  private static void addCount(long count, String of, List<String> what) {
    if (count > 0) {
      what.add(String.format(Locale.ROOT, "%,d %s", count, of));
    }
  }

  private static long exported(JsonNode overview, String name) {
    return overview.path("exported").path(name).asLong();
  }

  private static Evidence table(List<Told> all) {
    return new Evidence.Table(
        "The other nodes, by what each says of itself",
        COLUMNS,
        all.stream().map(OtherNodes::row).toList());
  }

  private static List<String> row(Told told) {
    String address = told.answer().address();
    return told.overview()
        .map(
            overview ->
                List.of(
                    told.answer().node(),
                    address,
                    overview.path("phase").asText(),
                    number(overview.path("held").path("websockets").asLong()),
                    share(overview.path("process"), "heap_used", "heap_limit"),
                    share(overview.path("process"), "descriptors", "descriptor_limit"),
                    number(exported(overview, "leak_suspects")),
                    number(exported(overview, "stuck_actors"))))
        .orElseGet(
            () -> List.of(told.answer().node(), address, told.answer().why(), "", "", "", "", ""));
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String share(JsonNode process, String used, String limit) {
    long most = process.path(limit).asLong();
    return most <= 0
        ? ""
        : String.format(Locale.ROOT, "%.0f %%", 100.0 * process.path(used).asLong() / most);
  }
}
