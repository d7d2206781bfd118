package io.lifeline.edge.node;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.lifeline.edge.api.ApiJson;
import io.lifeline.edge.ops.ConnectionsRoutes;
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

  private final ConnectionsRoutes connections;
  private final String info;

  DevelopmentRoutes(ConnectionsRoutes connections, NodeSettings settings, Addresses addresses) {
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
                            connections.list(),
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
