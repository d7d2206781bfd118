package io.lifeline.edge.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.ConnectionsReport;
import io.lifeline.edge.ops.OpsRoutes;
import io.lifeline.edge.settings.NodeSettings;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * The page for developers at {@code /} and what it asks for below {@code /dev}. It shows the API
 * key: for development mode only.
 */
final class DevelopmentRoutes extends AllDirectives {
  private static final String PAGE = "io/lifeline/edge/dev";

  private final OpsRoutes ops;
  private final ConnectionsReport connections;
  private final String info;

  DevelopmentRoutes(
      OpsRoutes ops, ConnectionsReport connections, NodeSettings settings, Addresses addresses) {
    this.ops = ops;
    this.connections = connections;
    this.info = ApiJson.write(info(settings, addresses));
  }

  Route route() {
    return get(
        () ->
            concat(
                pathSingleSlash(() -> getFromResource(PAGE + "/index.html")),
                pathPrefix(
                    "dev",
                    () ->
                        concat(
                            path("info", () -> complete(response())),
                            ops.connectionsRoute(connections),
                            getFromResourceDirectory(PAGE)))));
  }

  private HttpResponse response() {
    return HttpResponse.create().withEntity(ContentTypes.APPLICATION_JSON, info);
  }

  private static ObjectNode info(NodeSettings settings, Addresses addresses) {
    return ApiJson.object()
        .put("ws", addresses.webSocket())
        .put("http", addresses.http())
        .put("ops", addresses.opsUrl())
        .put("api_key", settings.edge().api().keys().get(0))
        .put("heartbeat_ms", settings.connection().heartbeat().interval().toMillis())
        .put("answer_within_ms", settings.connection().heartbeat().answerWithin().toMillis())
        .put("failures", settings.connection().heartbeat().failures());
  }
}
