package io.lifeline.edge.ops;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
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
    return parameterMultiMap(values -> completeWithFuture(look(values, keys, report)));
  }

  /** The same, for who does not ask over HTTP. */
  CompletionStage<HttpResponse> look(
      Map<String, List<String>> values, Set<String> keys, Function<OpsQuery, HttpResponse> report) {
    return inTurn(
        () ->
            CompletableFuture.supplyAsync(
                () -> orWhatIsRight(() -> report.apply(new OpsQuery(values, keys))), threads));
  }

  /** What has its turn until it has an answer. */
  CompletionStage<HttpResponse> inTurn(Supplier<CompletionStage<HttpResponse>> look) {
    if (!turns.tryAcquire()) {
      return CompletableFuture.completedFuture(OpsAnswer.line(503, refusal));
    }
    return look.get().whenComplete((response, failure) -> turns.release());
  }

  /** Goes on with what was found, on a thread for what takes long. */
  <T> CompletionStage<HttpResponse> after(
      CompletionStage<T> found, Function<T, HttpResponse> report) {
    return found.thenApplyAsync(report, threads);
  }

  private static HttpResponse orWhatIsRight(Supplier<HttpResponse> answer) {
    try {
      return answer.get();
    } catch (OpsQuery.Wrong wrong) {
      return OpsAnswer.line(400, wrong.line());
    }
  }
}
