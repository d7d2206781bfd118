package io.lifeline.telemetry.inspection.announce;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.util.Locale;

/** A report in a few lines of JSON: what is wrong, where, and where to read on. */
final class AnnouncementJson {
  /** Findings at most, the worst of them. */
  static final int MAX_FINDINGS = 10;

  private static final String PLACE = "/ops/inspections/";
  private static final JsonMapper MAPPER = new JsonMapper();

  private AnnouncementJson() {}

  /**
   * @param cluster its name
   * @param link what the report's path follows; may be empty
   */
  static String of(Diagnosis diagnosis, String cluster, String link) {
    ObjectNode json =
        MAPPER
            .createObjectNode()
            .put("id", diagnosis.id())
            .put("report", link + PLACE + diagnosis.id())
            .put("node", diagnosis.node())
            .put("cluster", cluster)
            .put("severity", diagnosis.severity().label())
            .put("verdict", diagnosis.verdict())
            .put("at", diagnosis.at().toString())
            .put("took_ms", diagnosis.took().toMillis());
    json.putObject("trigger")
        .put("kind", diagnosis.trigger().kind().name().toLowerCase(Locale.ROOT))
        .put("reason", diagnosis.trigger().reason());
    findings(diagnosis, json.putArray("findings"));
    try {
      return MAPPER.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON that cannot be written", e);
    }
  }

  /** What is wrong, in the order of the report: the worst first. */
  private static void findings(Diagnosis diagnosis, ArrayNode findings) {
    for (CheckResult result : diagnosis.results()) {
      for (Finding finding : result.findings()) {
        if (finding.severity().compareTo(Severity.WARNING) >= 0 && findings.size() < MAX_FINDINGS) {
          findings
              .addObject()
              .put("check", result.check())
              .put("severity", finding.severity().label())
              .put("statement", finding.statement());
        }
      }
    }
  }
}
