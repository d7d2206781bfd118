package io.lifeline.edge.ops;

import io.lifeline.telemetry.ResourceLedger;
import io.lifeline.telemetry.timeline.Stories;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.server.AllDirectives;
import org.apache.pekko.http.javadsl.server.PathMatchers;
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/connections} and {@code /ops/connections/ID}: the connections of this node and their
 * stories. At most {@value #MOST_LOOKS} looks at once, on a thread for what takes long; more are
 * refused with 503. Thread-safe.
 */
public final class ConnectionsRoutes extends AllDirectives {
  private static final int MOST_LOOKS = 2;

  private final ConnectionsReport report;
  private final Executor threads;
  private final Semaphore turns = new Semaphore(MOST_LOOKS);

  /**
   * @param node the node's name
   * @param most connections in one answer
   */
  public ConnectionsRoutes(
      ActorSystem<?> system, Stories stories, ResourceLedger ledger, String node, int most) {
    this.report = new ConnectionsReport(system, stories, ledger, node, most);
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** {@code connections} and what is below it. */
  Route route() {
    return concat(
        list(),
        pathPrefix(
            "connections",
            () ->
                path(
                    PathMatchers.segment(),
                    id -> get(() -> answer(Set.of("format"), query -> report.one(id, query))))));
  }

  /** {@code connections} alone. */
  public Route list() {
    return path("connections", () -> get(() -> answer(ConnectionsQuery.KEYS, report::list)));
  }

  private Route answer(Set<String> keys, Function<OpsQuery, HttpResponse> report) {
    return parameterMultiMap(
        values -> {
          if (!turns.tryAcquire()) {
            return complete(OpsAnswer.line(503, "other looks at the connections are under way"));
          }
          return completeWithFuture(
              CompletableFuture.supplyAsync(() -> answer(report, values, keys), threads)
                  .whenComplete((response, failure) -> turns.release()));
        });
  }

  private static HttpResponse answer(
      Function<OpsQuery, HttpResponse> report, Map<String, List<String>> values, Set<String> keys) {
    try {
      return report.apply(new OpsQuery(values, keys));
    } catch (OpsQuery.Wrong wrong) {
      return OpsAnswer.line(400, wrong.line());
    }
  }
}
