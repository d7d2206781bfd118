package io.lifeline.edge.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.lifeline.edge.settings.EdgeSettings;
import io.lifeline.supervision.gateway.GatewayCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.scaladsl.model.EntityStreamSizeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /api/<method>}: key, size, JSON, then the method. Thread-safe.
 *
 * <p>Answers 200 with {@code {"result"}} or {@code {"error"}}; 401 without a key, 404 for an
 * unknown method, 408 and 413 for a body that is too slow or too large, 400 for one that is not
 * JSON, 503 if the node itself does not answer. With {@code X-Centrifugo-Error-Mode: transport} an
 * error also has a status of its own.
 */
public final class ApiEndpoint {
  private static final Logger LOG = LoggerFactory.getLogger(ApiEndpoint.class);
  private static final String TRACE = "traceparent"; // of W3C's Trace Context
  private static final String ERROR_MODE = "X-Centrifugo-Error-Mode";

  private final ActorSystem<?> system;
  private final EdgeSettings settings;
  private final ApiKeys keys;
  private final ApiMethods methods;

  public ApiEndpoint(
      ActorSystem<?> system,
      EdgeSettings settings,
      ActorRef<GatewayCommand> gateway,
      String version) {
    this.system = system;
    this.settings = settings;
    this.keys = new ApiKeys(settings.api().keys());
    Duration answerWithin = settings.http().answerTimeout();
    this.methods =
        new ApiMethods(
            system,
            gateway,
            new ApiMethods.Limits(settings.api().maxChannels(), answerWithin, version));
  }

  /** Answers one request; the stage never fails. */
  public CompletionStage<HttpResponse> answer(String method, HttpRequest request) {
    if (!keys.open(request)) {
      return refused(request, 401, "unauthorized: X-API-Key is missing or wrong");
    }
    if (!methods.has(method)) {
      return refused(request, 404, "method not found");
    }
    if (request.entity().getContentLengthOption().orElse(0) > settings.http().maxBodyBytes()) {
      return refused(request, 413, tooLarge());
    }
    return request
        .entity()
        .toStrict(settings.http().bodyTimeout().toMillis(), beyondLimit(), system)
        .thenCompose(body -> called(method, request, ApiJson.read(body.getData())))
        .exceptionally(this::failed);
  }

  private CompletionStage<HttpResponse> called(
      String method, HttpRequest request, Optional<JsonNode> body) {
    if (body.isEmpty()) {
      return CompletableFuture.completedFuture(
          response(400, new ApiAnswer.Failure(ApiAnswer.BAD_REQUEST, "the body is not JSON")));
    }
    boolean transport =
        request
            .getHeader(ERROR_MODE)
            .filter(mode -> mode.value().equalsIgnoreCase("transport"))
            .isPresent();
    return methods
        .call(method, body.get(), request.getHeader(TRACE).map(HttpHeader::value).orElse(null))
        .thenApply(
            answer ->
                transport && answer instanceof ApiAnswer.Failure failure
                    ? response(failure.transportStatus(), failure)
                    : response(200, answer))
        .exceptionally(ApiEndpoint::unanswered);
  }

  private static HttpResponse unanswered(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof TimeoutException) {
      LOG.warn("the gateway did not answer in time: {}", cause.getMessage()); // it stood still
    } else {
      LOG.error("the gateway did not answer", cause);
    }
    return response(
        503, new ApiAnswer.Failure(ApiAnswer.INTERNAL_ERROR, "the node does not answer"));
  }

  private HttpResponse failed(Throwable failure) {
    Throwable cause = cause(failure);
    if (cause instanceof EntityStreamSizeException) {
      return plain(413, tooLarge());
    }
    if (cause instanceof TimeoutException) {
      return plain(
          408, "body: not complete within " + settings.http().bodyTimeout().toMillis() + " ms");
    }
    LOG.debug("a request body broke off", cause);
    return plain(400, "body: broken off");
  }

  private String tooLarge() {
    return "body: longer than " + settings.http().maxBodyBytes() + " bytes";
  }

  /** The HTTP layer's limit comes first, and says so in an exception of its own. */
  private long beyondLimit() {
    return settings.http().maxBodyBytes() + 1L;
  }

  private static Throwable cause(Throwable failure) {
    Throwable cause = failure.getCause();
    return failure instanceof CompletionException && cause != null ? cause : failure;
  }

  private CompletionStage<HttpResponse> refused(HttpRequest request, int status, String message) {
    request.discardEntityBytes(system);
    return CompletableFuture.completedFuture(plain(status, message));
  }

  private static HttpResponse plain(int status, String message) {
    int code = status == 404 ? ApiAnswer.METHOD_NOT_FOUND : status == 401 ? 101 : 107;
    return response(status, new ApiAnswer.Failure(code, message));
  }

  private static HttpResponse response(int status, ApiAnswer answer) {
    return HttpResponse.create()
        .withStatus(status)
        .withEntity(ContentTypes.APPLICATION_JSON, ApiJson.write(answer.json()));
  }
}
