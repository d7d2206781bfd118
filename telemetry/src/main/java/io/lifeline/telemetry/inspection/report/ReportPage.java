package io.lifeline.telemetry.inspection.report;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.Mustache;
import io.lifeline.telemetry.inspection.CheckResult;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Evidence;
import io.lifeline.telemetry.inspection.Finding;
import io.lifeline.telemetry.inspection.Severity;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A diagnosis as a page for a tired person: the verdict, what to do, then the evidence. One file
 * that fetches nothing: style, script, chart library and the quoted runbook are in it. Every value
 * is escaped by the template; only Lifeline's own files and the plots' JSON, which has no character
 * that could end its element, are not. Thread-safe.
 */
public final class ReportPage {
  private static final String PLACE = "/io/lifeline/telemetry/inspection/";
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/dist/";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);
  private static final Mustache TEMPLATE =
      new DefaultMustacheFactory().compile(PLACE.substring(1) + "report.mustache");
  private static final String STYLE = text(CHARTS + "uPlot.min.css") + text(PLACE + "report.css");
  private static final String SCRIPT =
      text(CHARTS + "uPlot.iife.min.js") + "\n" + text(PLACE + "report.js");

  private ReportPage() {}

  public static String of(Diagnosis diagnosis) {
    StringWriter page = new StringWriter();
    TEMPLATE.execute(page, new ReportPage.Model(diagnosis).values());
    return page.toString();
  }

  private static String text(String resource) {
    try (InputStream file = ReportPage.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("the jar has no " + resource);
      }
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the template is given of one diagnosis. Used once. */
  private static final class Model {
    private final Diagnosis diagnosis;
    private final Set<String> cited = new LinkedHashSet<>();

    Model(Diagnosis diagnosis) {
      this.diagnosis = diagnosis;
    }

    Map<String, Object> values() {
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("style", STYLE);
      values.put("script", SCRIPT);
      values.put("severity", diagnosis.severity().label());
      values.put("verdict", diagnosis.verdict());
      values.put("node", diagnosis.node());
      values.put("id", diagnosis.id());
      values.put("at", TIME.format(diagnosis.at()));
      values.put("took", diagnosis.took().toMillis());
      values.put("why", why());
      values.put("checked", diagnosis.results().size());
      values.put("todo", todo());
      values.put("checks", diagnosis.results().stream().map(this::check).toList());
      values.put("runbook", cited.stream().map(Model::section).toList());
      return values;
    }

    private String why() {
      String kind = diagnosis.trigger().kind().name().toLowerCase(Locale.ROOT);
      String reason = diagnosis.trigger().reason();
      return reason.isEmpty() ? kind : kind + ": " + reason;
    }

    /** The steps of what is wrong, the worst first. */
    private List<Map<String, Object>> todo() {
      return diagnosis.findings().stream()
          .filter(finding -> finding.severity().compareTo(Severity.WARNING) >= 0)
          .map(this::finding)
          .toList();
    }

    private Map<String, Object> check(CheckResult result) {
      return Map.of(
          "name", result.check(),
          "severity", result.severity().label(),
          "open", result.severity().compareTo(Severity.WARNING) >= 0,
          "outcome", result.outcome().name().toLowerCase(Locale.ROOT).replace('_', ' '),
          "took", result.took().toMillis(),
          "headline", result.findings().get(0).statement(),
          "findings", result.findings().stream().map(this::finding).toList());
    }

    private Map<String, Object> finding(Finding finding) {
      boolean cites = Runbook.section(finding.runbook()).isPresent();
      if (cites && finding.severity().compareTo(Severity.WARNING) >= 0) {
        cited.add(finding.runbook());
      }
      Map<String, Object> values = new LinkedHashMap<>();
      values.put("severity", finding.severity().label());
      values.put("statement", finding.statement());
      values.put("steps", finding.steps());
      values.put("hasSteps", !finding.steps().isEmpty());
      if (cited.contains(finding.runbook())) {
        values.put("section", finding.runbook());
      }
      values.put("evidence", finding.evidence().stream().map(Model::evidence).toList());
      return values;
    }

    private static Map<String, Object> evidence(Evidence evidence) {
      if (evidence instanceof Evidence.Figures figures) {
        return Map.of(
            "figures", Map.of("all", figures.figures().stream().map(Model::pair).toList()));
      }
      if (evidence instanceof Evidence.Table table) {
        return Map.of(
            "table",
            Map.of("title", table.title(), "columns", table.columns(), "rows", table.rows()));
      }
      if (evidence instanceof Evidence.Bars bars) {
        return Map.of("bars", bars(bars));
      }
      Evidence.Plot plot = (Evidence.Plot) evidence;
      return Map.of(
          "plot",
          Map.of("title", plot.title(), "unit", plot.unit(), "json", ReportJson.forScript(plot)));
    }

    private static Map<String, Object> pair(Evidence.Figure figure) {
      return Map.of("name", figure.name(), "value", figure.value());
    }

    private static Map<String, Object> bars(Evidence.Bars bars) {
      double most = bars.bars().stream().mapToDouble(Evidence.Bar::value).max().orElse(0);
      List<Map<String, Object>> all = new ArrayList<>();
      for (Evidence.Bar bar : bars.bars()) {
        all.add(
            Map.of(
                "name", bar.name(),
                "value", String.format(Locale.ROOT, "%,.0f", bar.value()),
                "percent", most <= 0 ? 0 : Math.round(bar.value() / most * 100)));
      }
      return Map.of("title", bars.title(), "unit", bars.unit(), "all", all);
    }

    private static Map<String, Object> section(String heading) {
      return Map.of(
          "heading",
          heading,
          "address",
          Runbook.address(heading),
          "lines",
          Runbook.section(heading).orElse(List.of()));
    }
  }
}
