package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.inspection.Diagnosis;
import io.lifeline.telemetry.inspection.Inspections;
import io.lifeline.telemetry.inspection.Trigger;
import io.lifeline.telemetry.inspection.report.ReportJson;
import io.lifeline.telemetry.inspection.report.ReportPage;
import io.lifeline.telemetry.inspection.report.ReportText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.util.ByteString;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /ops/inspections} begins an inspection, or joins the one that runs; {@code GET
 * /ops/inspections} lists them, and {@code GET /ops/inspections/ID} shows the report of one.
 * Thread-safe.
 */
public final class InspectionsRoutes extends AllDirectives {
  private static final Logger LOG = LoggerFactory.getLogger(InspectionsRoutes.class);
  private static final int MAX_REASON = 200;
  private static final int LISTED = 100;
  private static final String PLACE = "/ops/inspections/";

  /** The page has its own style and script within, and fetches nothing. */
  private static final RawHeader NOTHING_ELSE =
      RawHeader.create(
          "Content-Security-Policy",
          "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline';"
              + " base-uri 'none'; form-action 'none'");

  private final Inspections inspections;
  private final Executor threads;

  public InspectionsRoutes(ActorSystem<?> system, Inspections inspections) {
    this.inspections = inspections;
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Below {@code /ops}. */
  Route route() {
    return pathPrefix(
        "inspections",
        () ->
            concat(
                pathEnd(
                    () ->
                        concat(
                            post(() -> answer(Set.of("wait", "format", "reason"), this::begin)),
                            get(() -> answer(Set.of(), query -> later(this::list))))),
                path(
                    PathMatchers.segment(),
                    id ->
                        get(
                            () ->
                                optionalHeaderValueByName(
                                    "Accept",
                                    accept ->
                                        answer(
                                            Set.of("format"),
                                            query -> show(id, query, accept)))))));
  }

  private Route answer(Set<String> keys, Function<OpsQuery, CompletionStage<HttpResponse>> answer) {
    return parameterMultiMap(
        values -> {
          try {
            return completeWithFuture(answer.apply(query(values, keys)));
          } catch (OpsQuery.Wrong wrong) {
            return complete(OpsAnswer.line(400, wrong.line()));
          }
        });
  }

  private static OpsQuery query(Map<String, List<String>> values, Set<String> keys) {
    return new OpsQuery(values, keys);
  }

  private CompletionStage<HttpResponse> begin(OpsQuery query) {
    boolean wait = query.oneOf("wait", List.of("no", "yes")).equals("yes");
    String format = query.oneOf("format", List.of("json", "html", "text"));
    String given = query.text("reason");
    String reason = given == null ? "" : given;
    if (reason.length() > MAX_REASON) {
      throw new OpsQuery.Wrong("reason", reason.length() + " characters", "at most " + MAX_REASON);
    }
    Inspections.Asked asked = inspections.ask(new Trigger(Trigger.Kind.MANUAL, reason));
    return wait
        ? asked.ended().thenApplyAsync(diagnosis -> whole(diagnosis, format), threads)
        : CompletableFuture.completedFuture(running(asked.id(), asked.begun()));
  }

  private static HttpResponse whole(Diagnosis diagnosis, String format) {
    return switch (format) {
      case "html" -> page(ReportPage.of(diagnosis));
      case "text" -> text(ReportText.of(diagnosis));
      default -> json(ReportJson.of(diagnosis));
    };
  }

  private static HttpResponse running(String id, boolean begun) {
    ObjectNode json =
        ApiJson.object()
            .put("id", id)
            .put("state", "running")
            .put("begun", begun)
            .put("report", PLACE + id);
    return json(ApiJson.write(json))
        .withStatus(202)
        .addHeader(RawHeader.create("Location", PLACE + id));
  }

  private HttpResponse list() {
    ObjectNode json = ApiJson.object();
    var all = json.putArray("inspections");
    for (String data : inspections.reports().newest(LISTED)) {
      ApiJson.read(ByteString.fromString(data)).ifPresent(report -> all.add(summary(report)));
    }
    return json(ApiJson.write(json));
  }

  private static ObjectNode summary(JsonNode report) {
    ObjectNode summary = ApiJson.object();
    for (String key : List.of("id", "node", "at", "severity", "verdict", "trigger")) {
      summary.set(key, report.path(key));
    }
    return summary.put("report", PLACE + report.path("id").asText());
  }

  private CompletionStage<HttpResponse> show(String id, OpsQuery query, Optional<String> accept) {
    String usual =
        accept.filter(types -> types.contains("application/json")).isPresent() ? "json" : "html";
    String format =
        query.text("format") == null ? usual : query.oneOf("format", List.of("html", "json"));
    if (inspections.isRunning(id)) {
      return CompletableFuture.completedFuture(running(id, false));
    }
    return later(
        () -> {
          Optional<HttpResponse> found =
              format.equals("json")
                  ? inspections.reports().data(id).map(InspectionsRoutes::json)
                  : inspections.reports().page(id).map(InspectionsRoutes::page);
          return found.orElseGet(() -> OpsAnswer.line(404, "no inspection has this id"));
        });
  }

  /** What reads files, beside the dispatcher of the actors. */
  private CompletionStage<HttpResponse> later(Reading reading) {
    return CompletableFuture.supplyAsync(
            () -> {
              try {
                return reading.read();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            },
            threads)
        .exceptionally(
            failure -> {
              LOG.warn("reports could not be read", failure);
              return OpsAnswer.line(500, "reports could not be read; the node's log says why");
            });
  }

  private interface Reading {
    HttpResponse read() throws IOException;
  }

  private static HttpResponse page(String page) {
    return HttpResponse.create()
        .addHeader(NOTHING_ELSE)
        .addHeader(RawHeader.create("X-Content-Type-Options", "nosniff"))
        .withEntity(ContentTypes.TEXT_HTML_UTF8, page);
  }

  private static HttpResponse json(String json) {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, json);
  }

  private static HttpResponse text(String text) {
    return HttpResponse.create().withEntity(ContentTypes.TEXT_PLAIN_UTF8, text);
  }
}
