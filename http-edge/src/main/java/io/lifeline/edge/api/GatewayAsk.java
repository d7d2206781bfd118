package io.lifeline.edge.api;

import io.lifeline.supervision.gateway.GatewayCommand;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Asks the gateway. Thread-safe.
 *
 * @param within after this without an answer the stage fails
 */
record GatewayAsk(ActorSystem<?> system, ActorRef<GatewayCommand> gateway, Duration within) {
  <R> CompletionStage<R> ask(Function<ActorRef<R>, GatewayCommand> question) {
    return AskPattern.ask(gateway, question::apply, within, system.scheduler());
  }

  /** Calls if nothing is wrong with the fields, else answers what is. */
  static CompletionStage<ApiAnswer> checked(
      Fields fields, Supplier<CompletionStage<ApiAnswer>> call) {
    return fields
        .problem()
        .<CompletionStage<ApiAnswer>>map(
            problem ->
                CompletableFuture.completedFuture(
                    new ApiAnswer.Failure(ApiAnswer.BAD_REQUEST, problem)))
        .orElseGet(call);
  }
}
