package io.lifeline.telemetry.grafana;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One dashboard of {@code telemetry/grafana}.
 *
 * @param file its name
 * @param panels in reading order
 * @param choices the queries by which Grafana offers the values of a variable, by its name
 * @param json all of it
 */
public record Dashboard(
    String file, List<Panel> panels, Map<String, String> choices, JsonNode json) {
  private static final JsonMapper JSON = new JsonMapper();
  private static final String ENDING = ".json";

  public Dashboard {
    panels = List.copyOf(panels);
    choices = Map.copyOf(choices);
  }

  /**
   * All of them, by the names of their files.
   *
   * @param telemetry the folder of that module
   */
  public static List<Dashboard> all(Path telemetry) throws IOException {
    List<Dashboard> dashboards = new ArrayList<>();
    try (Stream<Path> files = Files.list(telemetry.resolve("grafana"))) {
      for (Path file : files.filter(name -> name.toString().endsWith(ENDING)).sorted().toList()) {
        dashboards.add(of(file.getFileName().toString(), JSON.readTree(file.toFile())));
      }
    }
    if (dashboards.isEmpty()) {
      throw new IOException("no dashboard in " + telemetry.resolve("grafana"));
    }
    return dashboards;
  }

  private static Dashboard of(String file, JsonNode json) {
    List<Panel> panels = new ArrayList<>();
    String heading = "";
    for (JsonNode panel : json.path("panels")) {
      if (panel.path("type").asText().equals("row")) {
        heading = panel.path("title").asText();
      } else {
        panels.add(Panel.of(heading, panel));
      }
    }
    Map<String, String> choices = new LinkedHashMap<>();
    for (JsonNode variable : json.path("templating").path("list")) {
      if (variable.path("type").asText().equals("query")) {
        choices.put(variable.path("name").asText(), variable.path("query").path("query").asText());
      }
    }
    return new Dashboard(file, panels, choices, json);
  }

  public String uid() {
    return json.path("uid").asText();
  }

  public String title() {
    return json.path("title").asText();
  }

  public String description() {
    return json.path("description").asText();
  }
}
