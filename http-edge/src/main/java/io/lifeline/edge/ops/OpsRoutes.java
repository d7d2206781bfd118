package io.lifeline.edge.ops;

import io.lifeline.edge.api.ApiJson;
import io.lifeline.supervision.lifecycle.NodePhase;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * What the ops listener serves: {@code /health/live}, {@code /health/ready}, {@code /metrics}, and
 * what {@link ConnectionsRoutes}, {@link ActorsRoutes}, {@link WorkRoutes}, {@link
 * RecordingRoutes}, {@link InspectionsRoutes}, {@link AlertsRoutes} and {@link PageRoutes} say. All
 * but the health, which a probe must be able to ask for, and the page's files, which hold no data,
 * is for those to whom {@link OpsAccess} is granted. Thread-safe.
 */
public final class OpsRoutes extends AllDirectives {
  private static final ContentType PROMETHEUS_TEXT =
      ContentTypes.parse("text/plain; version=0.0.4; charset=UTF-8");

  private final OpsAccess access;
  private final Supplier<NodePhase> phase;
  private final Supplier<String> metrics;
  private final ConnectionsRoutes connections;
  private final ActorsRoutes actors;
  private final WorkRoutes work;
  private final RecordingRoutes recording;
  private final InspectionsRoutes inspections;
  private final AlertsRoutes alerts;
  private final PageRoutes page;

  public OpsRoutes(
      OpsAccess access,
      Supplier<NodePhase> phase,
      Supplier<String> metrics,
      ConnectionsRoutes connections,
      ActorsRoutes actors,
      WorkRoutes work,
      RecordingRoutes recording,
      InspectionsRoutes inspections,
      AlertsRoutes alerts,
      PageRoutes page) {
    this.access = access;
    this.phase = phase;
    this.metrics = metrics;
    this.connections = connections;
    this.actors = actors;
    this.work = work;
    this.recording = recording;
    this.inspections = inspections;
    this.alerts = alerts;
    this.page = page;
  }

  /** Lets other nodes ask what this listener shows of the node. */
  public void answerOthers(ActorRef<Ops.Command> ops, String node) {
    ops.tell(
        new Ops.AnswerOthers(
            node,
            new NodeQuestions(
                Stream.of(actors.questions(), connections.questions(), page.questions())
                    .flatMap(List::stream)
                    .toList())));
  }

  /** All of them. */
  public Route route() {
    return concat(
        path("metrics", () -> granted(() -> get(() -> complete(metricsText())))),
        pathPrefix(
            "health",
            () ->
                concat(
                    path("live", () -> get(() -> complete(health(true)))),
                    path("ready", () -> get(() -> complete(health(phase.get().ready())))))),
        pathPrefix(
            "ops",
            () ->
                concat(
                    alerts.route(),
                    page.files(),
                    granted(
                        () ->
                            concat(
                                connections.route(),
                                actors.route(),
                                work.route(),
                                recording.route(),
                                inspections.route(),
                                page.figures())))));
  }

  private Route granted(Supplier<Route> inner) {
    return extractRequest(
        request -> access.isGranted(request) ? inner.get() : complete(OpsAccess.refusal()));
  }

  private HttpResponse metricsText() {
    return HttpResponse.create()
        .withEntity(PROMETHEUS_TEXT, metrics.get().getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse health(boolean good) {
    return HttpResponse.create()
        .withStatus(good ? 200 : 503)
        .withEntity(
            ContentTypes.APPLICATION_JSON,
            ApiJson.write(ApiJson.object().put("state", phase.get().label())));
  }
}
