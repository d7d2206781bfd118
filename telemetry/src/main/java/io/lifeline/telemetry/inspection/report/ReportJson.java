package io.lifeline.telemetry.inspection.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import java.util.List;
import java.util.Locale;

/** A diagnosis as JSON: everything that the page shows. Thread-safe. */
public final class ReportJson {
  private static final JsonMapper MAPPER = new JsonMapper();

  private ReportJson() {}

  /** On one line. */
  public static String of(Diagnosis diagnosis) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("id", diagnosis.id())
            .put("node", diagnosis.node())
            .put("severity", diagnosis.severity().label())
            .put("verdict", diagnosis.verdict())
            .put("at", diagnosis.at().toString())
            .put("took_ms", diagnosis.took().toMillis());
    json.putObject("trigger")
        .put("kind", lower(diagnosis.trigger().kind()))
        .put("reason", diagnosis.trigger().reason());
    ArrayNode checks = json.putArray("checks");
    diagnosis.results().forEach(result -> checks.add(result(result)));
    return write(json);
  }

  private static ObjectNode result(CheckResult result) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("check", result.check())
            .put("outcome", lower(result.outcome()))
            .put("severity", result.severity().label())
            .put("took_ms", result.took().toMillis());
    ArrayNode findings = json.putArray("findings");
    result.findings().forEach(finding -> findings.add(finding(finding)));
    return json;
  }

  private static ObjectNode finding(Finding finding) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("severity", finding.severity().label())
            .put("statement", finding.statement());
    texts(json.putArray("next_steps"), finding.steps());
    if (!finding.runbook().isEmpty()) {
      json.put("runbook", Runbook.address(finding.runbook()));
    }
    ArrayNode evidence = json.putArray("evidence");
    finding.evidence().forEach(shown -> evidence.add(evidence(shown)));
    return json;
  }

  private static ObjectNode evidence(Evidence evidence) {
    if (evidence instanceof Evidence.Figures figures) {
      ObjectNode json = MAPPER.createObjectNode().put("kind", "figures");
      ObjectNode values = json.putObject("figures");
      figures.figures().forEach(figure -> values.put(figure.name(), figure.value()));
      return json;
    }
    if (evidence instanceof Evidence.Table table) {
      ObjectNode json = MAPPER.createObjectNode().put("kind", "table").put("title", table.title());
      texts(json.putArray("columns"), table.columns());
      ArrayNode rows = json.putArray("rows");
      table.rows().forEach(row -> texts(rows.addArray(), row));
      return json;
    }
    if (evidence instanceof Evidence.Bars bars) {
      ObjectNode json =
          MAPPER
              .createObjectNode()
              .put("kind", "bars")
              .put("title", bars.title())
              .put("unit", bars.unit());
      ArrayNode all = json.putArray("bars");
      bars.bars().forEach(b -> all.addObject().put("name", b.name()).put("value", b.value()));
      return json;
    }
    return plot((Evidence.Plot) evidence).put("kind", "plot");
  }

  private static ObjectNode plot(Evidence.Plot plot) {
    ObjectNode json = MAPPER.createObjectNode().put("title", plot.title()).put("unit", plot.unit());
    ArrayNode seconds = json.putArray("seconds");
    plot.seconds().forEach(seconds::add);
    ArrayNode lines = json.putArray("lines");
    plot.lines()
        .forEach(
            line -> {
              ArrayNode values = lines.addObject().put("name", line.name()).putArray("values");
              line.values().forEach(values::add);
            });
    return json;
  }

  /** A plot's points, safe within an HTML script element: nothing in it can end that. */
  static String forScript(Evidence.Plot plot) {
    return write(plot(plot)).replace("<", "\\u003c").replace("&", "\\u0026");
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String write(JsonNode json) {
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON that cannot be written", e);
    }
  }
}
