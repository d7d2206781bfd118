package io.lifeline.edge.http;

import io.lifeline.connection.HttpLayer;
import io.lifeline.connection.handshake.WebSocketHandshake;
import io.lifeline.edge.api.ApiEndpoint;
import java.util.Optional;
import java.util.Set;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** What the main listener serves besides WebSockets. Thread-safe. */
public final class MainRoutes extends AllDirectives {
  private final ApiEndpoint api;
  private final Set<String> webSockets;
  private final Optional<Route> development;

  /**
   * @param webSockets the paths at which a request should have asked for an upgrade
   * @param development the pages for developers, in development mode only
   */
  public MainRoutes(ApiEndpoint api, Set<String> webSockets, Optional<Route> development) {
    this.api = api;
    this.webSockets = Set.copyOf(webSockets);
    this.development = development;
  }

  public Route route() {
    Route calls =
        path(
            PathMatchers.segment("api").slash(PathMatchers.segment()),
            method -> post(() -> handle(request -> api.answer(method, request))));
    Route served = concat(calls, withoutUpgrade());
    return development.map(pages -> concat(served, pages)).orElse(served);
  }

  /** A WebSocket's path, asked for as if there were a page. */
  private Route withoutUpgrade() {
    return extractUnmatchedPath(
        path -> webSockets.contains(path) ? get(() -> complete(upgradeRequired())) : reject());
  }

  private static HttpResponse upgradeRequired() {
    WebSocketHandshake.Invalid missing =
        WebSocketHandshake.upgradeRequired("a WebSocket is served here: expected an upgrade");
    return ProtocolSwitch.response(
        new HttpLayer.Refusal(missing.status(), missing.headers(), missing.reason()));
  }
}
