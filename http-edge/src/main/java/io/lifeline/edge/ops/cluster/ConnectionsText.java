package io.lifeline.edge.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.telemetry.timeline.StoryText;
import java.time.Duration;
import java.util.Locale;

/** Connections of all nodes as text for a terminal: a line for each, its node in front. */
public final class ConnectionsText {
  private ConnectionsText() {}

  /**
   * @param merged as {@link MergedConnections} has it
   */
  public static String list(ClusterAnswers answers, JsonNode merged) {
    StringBuilder text = new StringBuilder();
    row(
        text,
        "node",
        "connection",
        "state",
        "age",
        "round trip",
        "missed",
        "queue",
        "user",
        "from");
    JsonNode connections = merged.path("connections");
    for (JsonNode one : connections) {
      row(
          text,
          printable(one, "node"),
          printable(one, "id"),
          printable(one, one.has("reason") ? "reason" : "state"),
          span(one.path("age_ms").asDouble()),
          one.path("round_trip_ms").asDouble() == 0
              ? "-"
              : span(one.path("round_trip_ms").asDouble()),
          one.path("missed_beats").asLong(),
          one.path("queued_bytes").asLong(),
          printable(one, "user"),
          printable(one, "remote_address"));
    }
    long total = merged.path("total").asLong();
    if (total > connections.size()) {
      text.append("  (")
          .append(connections.size())
          .append(" of ")
          .append(total)
          .append(" shown)\n");
    }
    return text.append(answers.missing()).toString();
  }

  private static void row(StringBuilder text, Object... cells) {
    text.append(
        String.format(Locale.ROOT, "%-8s %-14s %-18s %10s %10s %6s %8s  %-20s %s\n", cells));
  }

  private static String span(double milliseconds) {
    return StoryText.span(Duration.ofNanos((long) (milliseconds * 1e6)));
  }

  private static String printable(JsonNode one, String field) {
    return StoryText.printable(one.path(field).asText());
  }
}
