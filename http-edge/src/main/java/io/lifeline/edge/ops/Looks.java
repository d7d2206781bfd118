package io.lifeline.edge.ops;

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
 * Answers questions that look at much of the node, few at a time, on a thread for what takes long;
 * more are refused with 503, and a wrong one is told what is right. Thread-safe.
 */
final class Looks extends AllDirectives {
  private final Executor threads;
  private final String refusal;
  private final Semaphore turns;

  /**
   * @param most looks at once
   * @param refusal why one more is refused, in one line
   */
  Looks(ActorSystem<?> system, int most, String refusal) {
    this.threads = system.dispatchers().lookup(DispatcherSelector.blocking());
    this.turns = new Semaphore(most);
    this.refusal = refusal;
  }

  /**
   * @param keys all that the request's query may have
   * @param report may throw {@link OpsQuery.Wrong}
   */
  Route answer(Set<String> keys, Function<OpsQuery, HttpResponse> report) {
    return parameterMultiMap(
        values -> {
          if (!turns.tryAcquire()) {
            return complete(OpsAnswer.line(503, refusal));
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
