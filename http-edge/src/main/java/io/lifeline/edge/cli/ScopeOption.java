package io.lifeline.edge.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Whether a question is about one node or about all of its cluster: a mixin for commands. */
@Command // which makes it one for picocli
final class ScopeOption {
  @Option(
      names = "--cluster",
      description =
          "Of all nodes of the cluster that the node is in; those without answer are named.")
  private boolean cluster;

  void addTo(Map<String, String> query) {
    if (cluster) {
      query.put("scope", "cluster");
    }
  }
}
