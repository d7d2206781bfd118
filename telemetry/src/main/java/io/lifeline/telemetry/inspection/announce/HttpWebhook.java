package io.lifeline.telemetry.inspection.announce;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * A webhook at a URL. Redirects are not followed, since the token is for this receiver only, and
 * the body of an answer is not read.
 */
final class HttpWebhook implements Webhook {
  private final HttpClient client;
  private final HttpRequest.Builder request;

  /**
   * @param token sent as a bearer token; empty: none
   * @param timeout until the answer begins
   * @param threads what the client does runs on these; they may be blocked by a name server
   */
  HttpWebhook(URI url, String token, Duration timeout, Executor threads) {
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(timeout)
            .executor(threads)
            .build();
    this.request =
        HttpRequest.newBuilder(url).timeout(timeout).header("Content-Type", "application/json");
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
  }

  @Override
  public CompletionStage<Integer> post(String json) {
    HttpRequest whole = request.copy().POST(HttpRequest.BodyPublishers.ofString(json)).build();
    return client
        .sendAsync(whole, HttpResponse.BodyHandlers.ofInputStream())
        .thenApply(HttpWebhook::status);
  }

  /** Closing the body ends the connection, however much of it would still come. */
  private static int status(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
      return answer.statusCode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
