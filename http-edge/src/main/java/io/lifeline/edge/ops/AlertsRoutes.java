package io.lifeline.edge.ops;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.telemetry.inspection.alerts.AlertAnswer;
import io.lifeline.telemetry.inspection.alerts.AlertDesk;
import java.time.Duration;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpEntity;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.headers.RawHeader;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code POST /ops/alerts}: the receiver for Alertmanager's webhooks. It asks for the token itself,
 * since whoever comes without one is counted. Thread-safe.
 */
public final class AlertsRoutes extends AllDirectives {
  private static final long MAX_BODY = 1L << 20;
  private static final Duration BODY_WITHIN = Duration.ofSeconds(5);
  private static final String A_MINUTE = "60";

  private final OpsAccess access;
  private final AlertDesk desk;

  public AlertsRoutes(OpsAccess access, AlertDesk desk) {
    this.access = access;
    this.desk = desk;
  }

  /** Below {@code /ops}, also for those who have no token. */
  Route route() {
    return path(
        "alerts",
        () ->
            post(
                () ->
                    extractRequest(
                        request -> access.isGranted(request) ? read(request) : refuse())));
  }

  private Route refuse() {
    desk.refused();
    return complete(OpsAccess.refusal());
  }

  private Route read(HttpRequest request) {
    return extractMaterializer(
        materializer ->
            onComplete(
                () ->
                    request
                        .entity()
                        .withSizeLimit(MAX_BODY)
                        .toStrict(BODY_WITHIN.toMillis(), materializer),
                read -> complete(response(desk.receive(read.fold(this::none, this::bytes))))));
  }

  /** What is too long or does not come is as what is no notification. */
  private byte[] none(Throwable failure) {
    return new byte[0];
  }

  private byte[] bytes(HttpEntity.Strict body) {
    return body.getData().toArray();
  }

  private static HttpResponse response(AlertAnswer answer) {
    if (answer.outcome() == AlertAnswer.Outcome.MALFORMED) {
      return OpsAnswer.line(
          400,
          "expected: a notification of Alertmanager's webhook, version 4, with a groupKey and"
              + " alerts that have a status and the label alertname");
    }
    ObjectNode json = ApiJson.object().put("outcome", answer.outcome().label());
    if (!answer.inspection().isEmpty()) {
      json.put("inspection", answer.inspection())
          .put("report", "/ops/inspections/" + answer.inspection());
    }
    HttpResponse response =
        HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, ApiJson.write(json));
    return answer.outcome() == AlertAnswer.Outcome.LIMITED
        ? response.withStatus(429).addHeader(RawHeader.create("Retry-After", A_MINUTE))
        : response;
  }
}
