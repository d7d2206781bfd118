package io.lifeline.edge.http;

import io.lifeline.edge.api.ApiEndpoint;
import java.util.Optional;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/** What the main listener serves besides WebSockets. Thread-safe. */
public final class MainRoutes extends AllDirectives {
  private final ApiEndpoint api;
  private final Optional<Route> development;

  /**
   * @param development the pages for developers, in development mode only
   */
  public MainRoutes(ApiEndpoint api, Optional<Route> development) {
    this.api = api;
    this.development = development;
  }

  public Route route() {
    Route calls =
        path(
            PathMatchers.segment("api").slash(PathMatchers.segment()),
            method -> post(() -> handle(request -> api.answer(method, request))));
    return development.map(pages -> concat(calls, pages)).orElse(calls);
  }
}
