package io.lifeline.edge.node;

import io.lifeline.edge.api.ApiEndpoint;
import io.lifeline.edge.http.MainRoutes;
import io.lifeline.edge.ops.ConnectionsRoutes;
import io.lifeline.edge.settings.NodeSettings;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.Route;

/** Puts together what the main listener serves besides WebSockets. */
final class NodePages {
  private NodePages() {}

  static Function<HttpRequest, CompletionStage<HttpResponse>> of(
      ActorSystem<?> system,
      NodeSettings settings,
      Addresses addresses,
      ActorRef<GatewayCommand> gateway,
      ConnectionsRoutes connections) {
    ApiEndpoint api = new ApiEndpoint(system, settings.edge(), gateway, Version.current());
    Optional<Route> development =
        settings.edge().development()
            ? Optional.of(new DevelopmentRoutes(connections, settings, addresses).route())
            : Optional.empty();
    var pages =
        new MainRoutes(api, settings.edge().endpoints(), development).route().function(system);
    return request -> {
      try {
        return pages.apply(request);
      } catch (Exception e) {
        throw new IllegalStateException("a route that throws instead of answering", e);
      }
    };
  }
}
