package io.lifeline.edge.api;

import io.lifeline.edge.auth.AuthorizationHeader;
import io.lifeline.edge.auth.KnownSecrets;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.http.javadsl.model.HttpHeader;
import org.apache.pekko.http.javadsl.model.HttpRequest;

/**
 * Knows who may use the API: {@code X-API-Key: KEY} or {@code Authorization: apikey KEY}.
 * Thread-safe.
 */
final class ApiKeys {
  private static final String SCHEME = "apikey";

  private final KnownSecrets known;

  ApiKeys(List<String> keys) {
    known = new KnownSecrets(keys);
  }

  boolean open(HttpRequest request) {
    return presented(request).filter(known::contains).isPresent();
  }

  private static Optional<String> presented(HttpRequest request) {
    return request
        .getHeader("X-API-Key")
        .map(HttpHeader::value)
        .or(
            () ->
                request
                    .getHeader("Authorization")
                    .flatMap(header -> AuthorizationHeader.credentials(header.value(), SCHEME)));
  }
}
