package io.lifeline.telemetry.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * What is drawn of one or more queries.
 *
 * @param heading of the row that it stands under
 * @param queries PromQL, with the dashboard's variables in it
 */
public record Panel(String heading, String title, String description, List<String> queries) {
  public Panel {
    queries = List.copyOf(queries);
  }

  static Panel of(String heading, JsonNode json) {
    List<String> queries = new ArrayList<>();
    json.path("targets").forEach(target -> queries.add(target.path("expr").asText()));
    return new Panel(
        heading, json.path("title").asText(), json.path("description").asText(), queries);
  }
}
