package io.lifeline.edge.ops;

import java.time.Clock;
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
import org.apache.pekko.http.javadsl.server.Route;

/**
 * {@code /ops/actors}, {@code /ops/actors/groups} and {@code /ops/actors/diff}: what lives on this
 * node. One question is answered at a time, on a thread for what takes long; more are refused with
 * 503. Thread-safe.
 */
public final class ActorsRoutes extends AllDirectives {
  private final ActorsReport report;
  private final Executor threads;
  private final Semaphore turn = new Semaphore(1);

  /**
   * @param node the node's name
   * @param kept to compare with
   */
  public ActorsRoutes(ActorSystem<?> system, String node, Clock clock, KeptSnapshots kept) {
    this.report = new ActorsReport(system, node, clock, kept);
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
  }

  /** Below {@code /ops}. */
  Route route() {
    return pathPrefix(
        "actors",
        () ->
            concat(
                pathEnd(() -> get(() -> answer(ActorsReport.TREE_KEYS, report::tree))),
                path(
                    "groups",
                    () ->
                        concat(
                            get(() -> answer(ActorsReport.GROUP_KEYS, report::groups)),
                            post(() -> answer(ActorsReport.KEEP_KEYS, report::keep)))),
                path(
                    "diff",
                    () -> get(() -> answer(ActorsReport.DIFFERENCE_KEYS, report::difference)))));
  }

  private Route answer(Set<String> keys, Function<OpsQuery, HttpResponse> report) {
    return parameterMultiMap(
        values -> {
          if (!turn.tryAcquire()) {
            return complete(OpsAnswer.line(503, "another look at the actors is under way"));
          }
          return completeWithFuture(
              CompletableFuture.supplyAsync(() -> answer(report, values, keys), threads)
                  .whenComplete((response, failure) -> turn.release()));
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
