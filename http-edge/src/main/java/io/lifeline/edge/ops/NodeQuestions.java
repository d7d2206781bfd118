package io.lifeline.edge.ops;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/** What other nodes may ask this one, by name. Thread-safe. */
final class NodeQuestions
    implements BiFunction<String, Map<String, String>, CompletionStage<HttpResponse>> {
  private final Map<String, Question> byName;

  NodeQuestions(List<Question> questions) {
    this.byName =
        questions.stream()
            .collect(Collectors.toUnmodifiableMap(Question::name, Function.identity()));
  }

  /** As this node's own listener would answer; 400 if it is of another release and has no such. */
  @Override
  public CompletionStage<HttpResponse> apply(String name, Map<String, String> query) {
    Question question = byName.get(name);
    return question == null
        ? CompletableFuture.completedFuture(
            OpsAnswer.line(400, "this node's release cannot be asked for " + name))
        : Scopes.ofNode(question, query);
  }
}
