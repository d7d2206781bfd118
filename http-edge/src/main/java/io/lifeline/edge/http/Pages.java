package io.lifeline.edge.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * The pages of a node, which exist only when its services do, while connections are made of parts
 * that exist before. Until {@link #open}, every request is answered 503. Thread-safe.
 */
public final class Pages implements Function<HttpRequest, CompletionStage<HttpResponse>> {
  private volatile Function<HttpRequest, CompletionStage<HttpResponse>> pages =
      request ->
          CompletableFuture.completedFuture(
              HttpResponse.create().withStatus(503).withEntity("the node is starting"));

  /** From now on these answer. */
  public void open(Function<HttpRequest, CompletionStage<HttpResponse>> ready) {
    pages = ready;
  }

  @Override
  public CompletionStage<HttpResponse> apply(HttpRequest request) {
    return pages.apply(request);
  }
}
